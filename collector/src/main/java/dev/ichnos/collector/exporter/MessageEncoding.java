package dev.ichnos.collector.exporter;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes messages of an exporter's batches, and counts what their format could not say. Safe for
 * many threads.
 */
public final class MessageEncoding {
  /** Spans compress tenfold; the fastest level is within a few percent of the default's size. */
  private static final int GZIP_LEVEL = Deflater.BEST_SPEED;

  /** A span of a proxy in protobuf; too small a guess costs a copy. */
  private static final int BYTES_PER_SPAN = 1_024;

  private final String exporter;
  private final SpanEncoder encoder;
  private final Metrics metrics;

  /**
   * Encodes for this exporter.
   *
   * @param exporter its id
   */
  public MessageEncoding(String exporter, SpanEncoder encoder, Metrics metrics) {
    this.exporter = Objects.requireNonNull(exporter, "exporter");
    this.encoder = Objects.requireNonNull(encoder, "encoder");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  public Format format() {
    return encoder.format();
  }

  /**
   * The batch as one message, encoded once: to know its size beforehand would be to encode it
   * twice.
   *
   * @param max of the message before compression
   * @return empty if the message would be larger
   */
  public Optional<byte[]> encode(SpanBatch batch, DataSize max, Compression compression) {
    boolean gzip = compression == Compression.GZIP;
    long expected = Math.min(max.bytes(), expectedBytes(batch));
    ExactArray bytes = new ExactArray((int) Math.max(256, gzip ? expected / 4 : expected));
    try (OutputStream out = new Bounded(gzip ? new FastGzip(bytes) : bytes, max.bytes())) {
      EncodeReport report = encoder.encode(batch, out);
      metrics.encodeLosses(exporter, report.cutFields(), report.leftOutAttributes());
    } catch (TooLargeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(bytes.bytes());
  }

  private static long expectedBytes(SpanBatch batch) {
    return batch.spans() instanceof EncodedSpans encoded
        ? encoded.encodedSize()
        : (long) batch.size() * BYTES_PER_SPAN;
  }

  /** Passes on as many bytes as it may. */
  private static final class Bounded extends OutputStream {
    private final OutputStream out;
    private long left;

    Bounded(OutputStream out, long max) {
      this.out = out;
      this.left = max;
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    private void take(int bytes) throws TooLargeException {
      left -= bytes;
      if (left < 0) {
        throw new TooLargeException();
      }
    }
  }

  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // a verdict, not an error
    }
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
