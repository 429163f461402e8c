package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Bytes of batches. */
final class Encoding {
  /** Spans compress tenfold; the fastest level is within a few percent of the default's size. */
  private static final int GZIP_LEVEL = Deflater.BEST_SPEED;

  private Encoding() {}

  /**
   * The batch as one message.
   *
   * @param size what {@link SpanEncoder#encodedSize} says
   */
  static byte[] plain(SpanEncoder encoder, SpanBatch batch, int size) {
    return write(encoder, batch, new ExactArray(size));
  }

  /** The batch as one message, compressed. */
  static byte[] gzip(SpanEncoder encoder, SpanBatch batch, int size) {
    ExactArray compressed = new ExactArray(Math.max(256, size / 4));
    try (OutputStream out = new FastGzip(compressed)) {
      encoder.encode(batch, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.bytes();
  }

  private static byte[] write(SpanEncoder encoder, SpanBatch batch, ExactArray out) {
    try {
      encoder.encode(batch, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.bytes();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(GZIP_LEVEL);
    }
  }

  /** Gives its array away without a copy when it was sized right. */
  private static final class ExactArray extends ByteArrayOutputStream {
    ExactArray(int size) {
      super(size);
    }

    synchronized byte[] bytes() {
      return count == buf.length ? buf : toByteArray();
    }
  }
}
