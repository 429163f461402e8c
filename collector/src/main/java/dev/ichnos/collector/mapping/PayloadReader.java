package dev.ichnos.collector.mapping;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.pipeline.Reception;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads a payload of any format that a receiver takes, as it is or compressed with gzip.
 *
 * <p>The bytes say which decoders come first ({@link LikelyFormats}). Where they speak for several
 * formats, the one is kept of which most spans can be used.
 */
public final class PayloadReader {
  /** Of a payload, before and after decompression. */
  public static final int MAX_BYTES = 64 << 20;

  private final List<PayloadFormat> formats;
  private final DecodeLimits limits = Reception.limits(Runtime.getRuntime().maxMemory());

  /**
   * Reads as these receivers would.
   *
   * @param receivers whose configuration may say how a format is to be read
   */
  public PayloadReader(List<ReceiverConfig> receivers) {
    formats = PayloadFormat.all(receivers);
  }

  /** The names by which {@link #read} knows the formats. */
  public List<String> formatNames() {
    return formats.stream().map(PayloadFormat::name).distinct().toList();
  }

  /**
   * Reads the bytes of a payload, blocking.
   *
   * @throws UnreadablePayloadException if there are more than {@link #MAX_BYTES}, or than a quarter
   *     of the heap
   */
  public static byte[] bytes(InputStream in) throws IOException, UnreadablePayloadException {
    // Reading holds the bytes twice, and unzipping holds them beside what they came from.
    int max = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new UnreadablePayloadException(
          "more than " + max + " bytes (expected: at most that)", List.of());
    }
    return bytes;
  }

  /**
   * Reads a payload.
   *
   * @param given its format, one of {@link #formatNames}; found by the bytes when absent
   * @throws UnreadablePayloadException if no decoder makes a span of it
   */
  public Payload read(byte[] payload, Optional<String> given) throws UnreadablePayloadException {
    boolean gzip = payload.length > 1 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
    byte[] bytes = gzip ? unzipped(payload) : payload;
    if (bytes.length == 0) {
      throw new UnreadablePayloadException("no bytes (expected: a payload)", List.of());
    }
    List<Decoding> likely = decode(given.map(this::named).orElseGet(() -> likely(bytes)), bytes);
    Optional<Decoding> best = best(likely);
    if (best.isPresent()) {
      return best.get().payload(bytes.length, gzip);
    }
    List<Decoding> tried = new ArrayList<>(likely);
    if (given.isEmpty()) {
      // Only to tell why it is none of the others.
      tried.addAll(decode(others(likely), bytes));
    }
    throw new UnreadablePayloadException(
        "no format fits its " + bytes.length + (gzip ? " unzipped bytes:" : " bytes:"),
        tried.stream().map(decoding -> decoding.refusal(bytes)).distinct().toList());
  }

  private List<PayloadFormat> named(String name) {
    return formats.stream().filter(format -> format.name().equals(name)).toList();
  }

  /** What the bytes speak for, the likeliest first. */
  private List<PayloadFormat> likely(byte[] bytes) {
    return LikelyFormats.of(bytes).stream()
        .flatMap(format -> formats.stream().filter(one -> one.format().equals(format)))
        .toList();
  }

  private List<PayloadFormat> others(List<Decoding> tried) {
    List<PayloadFormat> known = tried.stream().map(Decoding::format).toList();
    return formats.stream().filter(format -> !known.contains(format)).toList();
  }

  private List<Decoding> decode(List<PayloadFormat> candidates, byte[] bytes) {
    return candidates.stream().map(format -> Decoding.of(format, bytes, limits)).toList();
  }

  /** The first of those with the most good spans. */
  private static Optional<Decoding> best(List<Decoding> decodings) {
    return decodings.stream()
        .filter(decoding -> decoding.goodSpans() > 0)
        .reduce((a, b) -> b.goodSpans() > a.goodSpans() ? b : a);
  }

  private static byte[] unzipped(byte[] payload) throws UnreadablePayloadException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
      return bytes(in);
    } catch (EOFException e) {
      throw new UnreadablePayloadException("broken gzip: ends early", List.of());
    } catch (IOException e) {
      throw new UnreadablePayloadException("broken gzip: " + e.getMessage(), List.of());
    }
  }
}
