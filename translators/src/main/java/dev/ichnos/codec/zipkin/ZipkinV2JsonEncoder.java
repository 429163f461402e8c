package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes batches as Zipkin's v2 JSON, {@code [{"traceId":...}, ...]}, straight to bytes.
 *
 * <p>A span that came from Zipkin is written as it came; docs/formats/zipkin-out.md has every rule,
 * which {@link ZipkinProtoEncoder} follows as well. Links, and attributes of a resource or scope
 * whose key the span uses for something else, have no place and are reported as left out.
 */
public final class ZipkinV2JsonEncoder implements SpanEncoder {
  @Override
  public Format format() {
    return ZipkinFormats.ZIPKIN_V2_JSON;
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    JsonLength length = new JsonLength();
    try {
      new V2JsonWriter(length, new OutgoingSpan()).spans(batch.spans());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a length is not I/O
    }
    return Math.toIntExact(length.length());
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    OutgoingSpan span = new OutgoingSpan();
    JsonBytes bytes = new JsonBytes(out);
    new V2JsonWriter(bytes, span).spans(batch.spans());
    bytes.flush();
    return span.report();
  }
}
