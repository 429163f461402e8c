package dev.ichnos.collector.exporter;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SizedOutput;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
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

  /** A span of a proxy in protobuf, before the first was encoded. */
  private static final int BYTES_PER_SPAN = 1_024;

  private final String exporter;
  private final SpanEncoder encoder;
  private final Metrics metrics;

  /** Of the last message, and a little more: too small a guess costs a copy. */
  private volatile int bytesPerSpan = BYTES_PER_SPAN;

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
    ExactArray bytes = new ExactArray(max.bytes(), gzip ? 1_024 : expectedBytes(batch, max));
    try {
      EncodeReport report = gzip ? zipped(batch, bytes, max) : encoder.encode(batch, bytes);
      metrics.encodeLosses(exporter, report.cutFields(), report.leftOutAttributes());
    } catch (TooLargeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] message = bytes.bytes();
    if (!gzip) {
      bytesPerSpan = message.length / batch.size() / 16 * 17 + 16;
    }
    return Optional.of(message);
  }

  private EncodeReport zipped(SpanBatch batch, ExactArray bytes, DataSize max) throws IOException {
    try (OutputStream out = new Bounded(new FastGzip(bytes), max.bytes())) {
      return encoder.encode(batch, out);
    }
  }

  private int expectedBytes(SpanBatch batch, DataSize max) {
    return (int) Math.min(max.bytes(), (long) batch.size() * bytesPerSpan);
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

  /** An array that grows to a bound; given away without a copy where its size was known. */
  private static final class ExactArray extends SizedOutput {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final long max;
    private final int guess;
    private byte[] array = {};
    private int count;

    /** Makes the array once something comes, as large as guessed unless the size is told. */
    ExactArray(long max, int guess) {
      this.max = Math.min(max, LARGEST);
      this.guess = guess;
    }

    @Override
    public void expect(int bytes) throws TooLargeException {
      bound((long) count + bytes);
      if (array.length - count != bytes) {
        array = Arrays.copyOf(array, count + bytes);
      }
    }

    @Override
    public void write(int b) throws IOException {
      room(1);
      array[count++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room(length);
      System.arraycopy(bytes, offset, array, count, length);
      count += length;
    }

    byte[] bytes() {
      return count == array.length ? array : Arrays.copyOf(array, count);
    }

    private void room(int bytes) throws TooLargeException {
      long needed = (long) count + bytes;
      if (needed > array.length) {
        bound(needed);
        long larger = Math.max(needed, Math.max(guess, 2L * array.length));
        array = Arrays.copyOf(array, (int) Math.min(max, larger));
      }
    }

    private void bound(long needed) throws TooLargeException {
      if (needed > max) {
        throw new TooLargeException();
      }
    }
  }
}
