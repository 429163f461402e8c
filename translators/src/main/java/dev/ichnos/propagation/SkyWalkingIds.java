package dev.ichnos.propagation;

import dev.ichnos.model.IdHash;
import dev.ichnos.model.TraceId;
import java.util.Objects;

/**
 * The one mapping between SkyWalking's ids, which are texts, and canonical ones: for the header
 * {@code sw8} and for segments alike, so that a span and a header that names it meet.
 *
 * <p>A <em>trace id</em> that is a UUID (Envoy) is its 32 hex digits, and so is one of 32 hex
 * digits. Any other ({@code a.b.c} of the Java agent) is an {@link IdHash} of 128 bits: the low
 * half starts at {@code 0x7377_2D74_7261_6365}, takes in the text, and is never 0; the high half
 * goes on from it with the text once more.
 *
 * <p>A <em>span</em> is named by its segment's id and its index there; its id is an {@link IdHash}
 * that starts at {@code 0x0073_772D_7370_616E}, takes in the segment id and the index, and is never
 * 0. The one exception: index 0 of the segment {@code ichnos.<16 hex digits>} is that number, since
 * {@link #segmentId} names spans of others like this, where a context goes from another family to
 * {@code sw8} and comes back as the reference of a segment.
 *
 * <p>Changing any of it changes ids that backends already hold: docs/reference/headers.md pins
 * examples.
 */
public final class SkyWalkingIds {
  private static final long TRACE = 0x7377_2D74_7261_6365L;
  private static final long SPAN = 0x0073_772D_7370_616EL;
  private static final String OWN_SEGMENT = "ichnos.";
  private static final int UUID_LENGTH = 36;

  private SkyWalkingIds() {}

  /** The trace id; never empty. */
  public static TraceId traceId(String id) {
    String digits = isUuid(id) ? id.replace("-", "") : id;
    if (digits.length() == 32 && Hex.end(digits, 0, 32) == 32) {
      TraceId same = new TraceId(Hex.parse(digits, 0, 16), Hex.parse(digits, 16, 32));
      if (!same.isEmpty()) {
        return same;
      }
    }
    long low = nonZero(IdHash.text(TRACE, id));
    return new TraceId(IdHash.text(low, id), low);
  }

  /**
   * The span id; never 0.
   *
   * @param index of the span in its segment, from 0
   */
  public static long spanId(String segmentId, int index) {
    int start = OWN_SEGMENT.length();
    if (index == 0
        && segmentId.length() == start + 16
        && segmentId.startsWith(OWN_SEGMENT)
        && Hex.end(segmentId, start, start + 16) == start + 16) {
      long own = Hex.parse(segmentId, start, start + 16);
      if (own != 0) {
        return own;
      }
    }
    return nonZero(IdHash.number(IdHash.text(SPAN, segmentId), index));
  }

  /** The text that {@link #traceId} reads back: a lower-case UUID. */
  public static String traceIdText(TraceId id) {
    String hex = id.hex();
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  /** The segment whose span 0 {@link #spanId} reads back as this id. */
  public static String segmentId(long spanId) {
    return OWN_SEGMENT + Hex.of(spanId);
  }

  /** Whether this is eight, four, four, four and twelve hex digits of any case. */
  static boolean isUuid(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : !Hex.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static long nonZero(long hash) {
    long id = hash;
    while (id == 0) {
      id = IdHash.next(id);
    }
    return id;
  }
}
