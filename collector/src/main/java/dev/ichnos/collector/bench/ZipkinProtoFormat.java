package dev.ichnos.collector.bench;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.codec.zipkin.ZipkinProtoEncoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Zipkin's protobuf: what {@link ZipkinJsonFormat} says, in the other encoding. */
final class ZipkinProtoFormat implements MessageFormat {
  @Override
  public byte[] write(List<EnvoySpan> spans) throws IOException {
    List<Span> read = new ArrayList<>();
    try {
      new ZipkinV2JsonDecoder()
          .decode(
              ByteBuffer.wrap(new ZipkinJsonFormat().write(spans)),
              DecodeLimits.DEFAULT,
              new Whole(read));
    } catch (DecodeException e) {
      throw new IllegalStateException("our own message cannot be read", e);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ZipkinProtoEncoder()
        .encode(
            new SpanBatch(read, new Origin("bench", ZipkinFormats.ZIPKIN_PROTO, "", 0, Map.of())),
            bytes);
    return bytes.toByteArray();
  }

  @Override
  public Map<Field, Form> forms() {
    return Map.of(
        Field.TRACE_ID_HIGH, Form.BIG_ENDIAN,
        Field.TRACE_ID_LOW, Form.BIG_ENDIAN,
        Field.SPAN_ID, Form.BIG_ENDIAN,
        Field.PARENT_SPAN_ID, Form.BIG_ENDIAN,
        Field.START, Form.MICROS_LITTLE_ENDIAN,
        Field.END, Form.MICROS_LITTLE_ENDIAN,
        Field.REQUEST_ID, Form.UUID_TAIL,
        Field.QUERY, Form.QUERY);
  }

  private record Whole(List<Span> spans) implements SpanSink {
    @Override
    public void span(Span span) {
      spans.add(span);
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      throw new IllegalStateException("our own span cannot be used: " + why + " " + detail);
    }

    @Override
    public void mended(MendReason what) {}
  }
}
