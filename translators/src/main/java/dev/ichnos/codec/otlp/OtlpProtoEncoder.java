package dev.ichnos.codec.otlp;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SizedOutput;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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
  @Override
  public Format format() {
    return OtlpFormats.OTLP_PROTO;
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    if (batch.spans() instanceof EncodedSpans encoded && isOtlp(encoded)) {
      return Math.toIntExact(encoded.encodedSize());
    }
    return new ProtoSizer(new ProtoSizes(batch.size())).request(SpanGroups.of(batch.spans()));
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    if (batch.spans() instanceof EncodedSpans encoded && isOtlp(encoded)) {
      if (out instanceof SizedOutput sized) {
        sized.expect(Math.toIntExact(encoded.encodedSize()));
      }
      encoded.writeTo(out);
      return EncodeReport.COMPLETE;
    }
    List<SpanGroups.ResourceGroup> groups = SpanGroups.of(batch.spans());
    ProtoSizes sizes = new ProtoSizes(batch.size());
    int size = new ProtoSizer(sizes).request(groups);
    if (out instanceof SizedOutput sized) {
      sized.expect(size);
    }
    ProtoWriter writer = new ProtoWriter(out, size);
    new ProtoRequestWriter(writer, sizes).request(groups);
    writer.flush();
    return EncodeReport.COMPLETE;
  }

  private static boolean isOtlp(EncodedSpans spans) {
    return spans.format().equals(OtlpFormats.OTLP_PROTO);
  }
}
