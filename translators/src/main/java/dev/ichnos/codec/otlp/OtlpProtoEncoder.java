package dev.ichnos.codec.otlp;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.MessageBuffer;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.wire.ProtoMessageWriter;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes batches as OTLP in protobuf, straight to the wire, spans grouped by equal resource and
 * scope in the order in which these are first seen.
 *
 * <p>A trace id is always 16 bytes, a root's parent is empty, absent times are not written. It is
 * exact: nothing is cut or left out, so every report is {@link EncodeReport#COMPLETE}. Also what
 * Tempo's query API calls a trace.
 *
 * <p>Spans that are still OTLP as it came are copied, message behind message: the fields of
 * protobuf messages that repeat are joined by that.
 */
public final class OtlpProtoEncoder implements SpanEncoder {
  private static final int FIRST_BYTES = 8192;

  @Override
  public Format format() {
    return OtlpFormats.OTLP_PROTO;
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    if (batch.spans() instanceof EncodedSpans encoded && isOtlp(encoded)) {
      return Math.toIntExact(encoded.encodedSize());
    }
    MessageBuffer message = MessageBuffer.unbounded(FIRST_BYTES);
    write(batch, message);
    return message.size();
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    if (batch.spans() instanceof EncodedSpans encoded && isOtlp(encoded)) {
      encoded.writeTo(out);
    } else if (out instanceof MessageBuffer message) {
      write(batch, message);
    } else {
      MessageBuffer message = MessageBuffer.unbounded(FIRST_BYTES);
      write(batch, message);
      message.writeTo(out);
    }
    return EncodeReport.COMPLETE;
  }

  private static void write(SpanBatch batch, MessageBuffer message) {
    ProtoMessageWriter out = new ProtoMessageWriter(message);
    ProtoRequestWriter writer = new ProtoRequestWriter(out);
    SpanGroups.of(batch.spans()).forEach(writer::resourceSpans);
    out.finish();
  }

  private static boolean isOtlp(EncodedSpans spans) {
    return spans.format().equals(OtlpFormats.OTLP_PROTO);
  }
}
