package dev.ichnos.collector.testing;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads OTLP/JSON as generated classes. Protobuf's own JSON cannot: in OTLP ids are hex. So it goes
 * through our codec, which has an oracle of its own in its tests.
 */
final class JsonRequests {
  private JsonRequests() {}

  static ExportTraceServiceRequest parse(byte[] body) throws IOException {
    List<Span> spans = new ArrayList<>();
    try {
      new OtlpJsonDecoder()
          .decode(
              ByteBuffer.wrap(body),
              DecodeLimits.DEFAULT,
              new SpanSink() {
                @Override
                public void span(Span span) {
                  spans.add(span);
                }

                @Override
                public void dropped(int count, DropReason why, String detail) {
                  throw new AssertionError(detail);
                }

                @Override
                public void mended(MendReason what) {}
              });
    } catch (DecodeException e) {
      throw new IOException(e);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OtlpProtoEncoder()
        .encode(
            new SpanBatch(spans, new Origin("test", OtlpFormats.OTLP_JSON, "", 0, Map.of())), out);
    return ExportTraceServiceRequest.parseFrom(out.toByteArray());
  }
}
