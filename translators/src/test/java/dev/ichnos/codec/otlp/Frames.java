package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages of which the frames alone are read, for tests of every module. */
public final class Frames {
  private static final OtlpFramesDecoder DECODER = new OtlpFramesDecoder();

  private Frames() {}

  /** The spans of a message, read from the middle of a larger array; empty if it has none. */
  public static Optional<EncodedSpans> read(byte[] message, DecodeLimits limits)
      throws DecodeException {
    byte[] padded = new byte[message.length + 5];
    System.arraycopy(message, 0, padded, 2, message.length);
    Sink sink = new Sink();
    DECODER.decode(ByteBuffer.wrap(padded, 2, message.length), limits, sink);
    return Optional.ofNullable(sink.found);
  }

  /** The spans of a message that has some. */
  public static EncodedSpans of(byte[] message) {
    try {
      return read(message, DecodeLimits.DEFAULT).orElseThrow();
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** These spans as a message that an encoder wrote. */
  public static EncodedSpans encoded(Span... spans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new OtlpProtoEncoder().encode(SpanFixtures.batch(spans), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(out.toByteArray());
  }

  /** What is sent of these spans. */
  public static byte[] bytes(EncodedSpans spans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      spans.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static final class Sink implements SpanSink {
    private @Nullable EncodedSpans found;

    @Override
    public void encoded(EncodedSpans spans) {
      found = spans;
    }

    @Override
    public void span(Span span) {
      throw new IllegalStateException("a span was made");
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    public void mended(MendReason what) {
      throw new IllegalStateException(what.label());
    }
  }
}
