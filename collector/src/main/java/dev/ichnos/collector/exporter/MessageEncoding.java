package dev.ichnos.collector.exporter;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes messages of an exporter's batches, and counts what their format could not say. Safe for
 * many threads.
 */
public final class MessageEncoding {
  /** Spans compress tenfold; the fastest level is within a few percent of the default's size. */
  private static final int GZIP_LEVEL = Deflater.BEST_SPEED;

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

  /** Bytes of the batch as one message, before compression. */
  public int size(SpanBatch batch) {
    return encoder.encodedSize(batch);
  }

  /**
   * The batch as one message.
   *
   * @param size what {@link #size} says
   */
  public byte[] encode(SpanBatch batch, int size, Compression compression) {
    boolean gzip = compression == Compression.GZIP;
    ExactArray bytes = new ExactArray(gzip ? Math.max(256, size / 4) : size);
    try (OutputStream out = gzip ? new FastGzip(bytes) : bytes) {
      EncodeReport report = encoder.encode(batch, out);
      metrics.encodeLosses(exporter, report.cutFields(), report.leftOutAttributes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.bytes();
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
