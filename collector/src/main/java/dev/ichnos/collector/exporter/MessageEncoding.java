package dev.ichnos.collector.exporter;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.MessageBuffer;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of an exporter's batches, and counts what their format could not say. Safe for
 * many threads.
 */
public final class MessageEncoding {
  /** Spans compress tenfold; the fastest level is within a few percent of the default's size. */
  private static final int GZIP_LEVEL = Deflater.BEST_SPEED;

  /** Zipped, a message is at most about this part of itself. */
  private static final int ZIPPED_PART = 8;

  private static final int FIRST_BYTES = 1_024;

  private final String exporter;
  private final DataSize max;
  private final Compression compression;
  private final Metrics metrics;

  /** The buffer of the last message, for the next: one lane encodes one message after the other. */
  private final AtomicReference<@Nullable MessageBuffer> spare = new AtomicReference<>();

  /**
   * Encodes for this exporter.
   *
   * @param exporter its id
   * @param max of one message, before compression
   * @param compression of what {@link #encode} returns; none where the transport does it
   */
  public MessageEncoding(String exporter, DataSize max, Compression compression, Metrics metrics) {
    this.exporter = Objects.requireNonNull(exporter, "exporter");
    this.max = Objects.requireNonNull(max, "max");
    this.compression = Objects.requireNonNull(compression, "compression");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  /**
   * The batch as one message, encoded once: to know its size beforehand would be to encode it
   * twice.
   *
   * @return empty if the message would be too large
   */
  public Optional<byte[]> encode(SpanEncoder encoder, SpanBatch batch) {
    MessageBuffer message = spare.getAndSet(null);
    if (message == null) {
      message = new MessageBuffer(FIRST_BYTES, max.bytes());
    }
    try {
      EncodeReport report = encoder.encode(batch, message);
      metrics.encodeLosses(exporter, report.cutFields(), report.leftOutAttributes());
      return Optional.of(compression == Compression.GZIP ? zipped(message) : message.toByteArray());
    } catch (MessageBuffer.FullException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      message.clear();
      spare.set(message);
    }
  }

  private static byte[] zipped(MessageBuffer message) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(message.size() / ZIPPED_PART);
    try (OutputStream out = new FastGzip(zipped)) {
      message.writeTo(out);
    }
    return zipped.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(GZIP_LEVEL);
    }
  }
}
