package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.EncodedMessage;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link ProtoFrameWalk} has gone through without fault. Where its frames lie is
 * not kept: a whole message is copied as it is, and the few that must be cut are walked once more.
 */
final class ProtoFrames implements EncodedMessage {
  /** This object, the buffer and the header of its array. */
  private static final int RETAINED_BESIDE_BYTES = 104;

  private final ByteBuffer message;
  private final int spans;
  private final long traceKey;
  private final OtlpProtoDecoder decoder;

  ProtoFrames(ByteBuffer message, int spans, long traceKey, OtlpProtoDecoder decoder) {
    this.message = message;
    this.spans = spans;
    this.traceKey = traceKey;
    this.decoder = decoder;
  }

  @Override
  public Format format() {
    return OtlpFormats.OTLP_PROTO;
  }

  @Override
  public int spans() {
    return spans;
  }

  @Override
  public long traceKey() {
    return traceKey;
  }

  @Override
  public long retainedBytes() {
    return (long) RETAINED_BESIDE_BYTES + message.array().length;
  }

  @Override
  public int encodedSize(int from, int to) {
    return isAll(from, to) ? message.remaining() : new ProtoFrameCut(message, from, to).size();
  }

  @Override
  public void write(int from, int to, OutputStream out) throws IOException {
    if (isAll(from, to)) {
      out.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
    } else {
      new ProtoFrameCut(message, from, to).write(out);
    }
  }

  @Override
  public Span span(int index) {
    ByteArrayOutputStream alone = new ByteArrayOutputStream();
    One one = new One();
    try {
      write(index, index + 1, alone);
      decoder.decode(ByteBuffer.wrap(alone.toByteArray()), DecodeLimits.DEFAULT, one);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
    if (one.span == null) {
      throw new IllegalStateException(one.problem);
    }
    return one.span;
  }

  private boolean isAll(int from, int to) {
    return from == 0 && to == spans;
  }

  private static final class One implements SpanSink {
    private @Nullable Span span;
    private String problem = "";

    @Override
    public void span(Span found) {
      span = found;
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      problem = detail;
    }

    @Override
    public void mended(MendReason what) {}
  }
}
