package dev.ichnos.collector.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.datadog.DatadogFormats;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.codec.zipkin.ZipkinV2JsonEncoder;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.proto.cloudtrace.BatchWriteSpansRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages of any format as JSON. */
final class MessageJson {
  private MessageJson() {}

  /**
   * Writes one value.
   *
   * @param batch what {@code bytes} say; read for formats that have a form in JSON of their own
   */
  static void write(Format format, SpanBatch batch, byte[] bytes, JsonGenerator json)
      throws IOException {
    if (format.equals(OtlpFormats.OTLP_PROTO)) {
      copy(encoded(new OtlpJsonEncoder(), batch), json);
    } else if (format.equals(ZipkinFormats.ZIPKIN_PROTO)) {
      copy(encoded(new ZipkinV2JsonEncoder(), batch), json);
    } else if (format.equals(DatadogFormats.DATADOG_V04_MSGPACK)
        || format.equals(DatadogFormats.DATADOG_V07_MSGPACK)) {
      try {
        MsgpackJson.write(new MsgpackReader(ByteBuffer.wrap(bytes)), json);
      } catch (MsgpackException e) {
        throw new IllegalStateException("our own msgpack: " + e.detail(), e);
      }
    } else if (format.equals(CloudTraceFormats.CLOUDTRACE_V2_PROTO)) {
      ProtoJson.write(BatchWriteSpansRequest.parseFrom(bytes), json);
    } else {
      copy(bytes, json);
    }
  }

  private static byte[] encoded(SpanEncoder encoder, SpanBatch batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoder.encodedSize(batch));
    encoder.encode(batch, bytes);
    return bytes.toByteArray();
  }

  /** Numbers digit by digit, whatever their size. */
  private static void copy(byte[] bytes, JsonGenerator to) throws IOException {
    try (JsonParser from = new JsonFactory().createParser(bytes)) {
      for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
        if (token.isNumeric()) {
          to.writeNumber(from.getText());
        } else {
          to.copyCurrentEvent(from);
        }
      }
    }
  }
}
