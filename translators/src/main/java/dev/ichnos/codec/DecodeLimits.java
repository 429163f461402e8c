package dev.ichnos.codec;

/**
 * Bounds on what a decoder reads from one message. Past a bound, the message is malformed ({@code
 * maxSpans}, {@code maxDepth}) or the surplus is left out and counted on the span ({@code
 * maxAttributes}, {@code maxEvents}, {@code maxLinks}).
 *
 * @param maxSpans spans of one message
 * @param maxDepth nesting of attribute values, and of unknown JSON values that are skipped
 * @param maxAttributes attributes of one span, event, link, resource or scope
 * @param maxEvents events of one span
 * @param maxLinks links of one span
 */
public record DecodeLimits(
    int maxSpans, int maxDepth, int maxAttributes, int maxEvents, int maxLinks) {
  /** Far above what any tracer sends, low enough that no message can exhaust the heap. */
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(1_000_000, 32, 16_384, 65_536, 65_536);

  public DecodeLimits {
    requirePositive("maxSpans", maxSpans);
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxAttributes", maxAttributes);
    requirePositive("maxEvents", maxEvents);
    requirePositive("maxLinks", maxLinks);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
  }
}
