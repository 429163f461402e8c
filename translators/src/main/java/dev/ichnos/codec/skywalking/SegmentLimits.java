package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DecodeLimits;

/** Bounds of this format's own, below those of all formats. */
final class SegmentLimits {
  /**
   * Spans of one message. Agents cut a segment at 300; and a span that is valid in SkyWalking's
   * terms may take two bytes, so that a few megabytes could otherwise become gigabytes.
   */
  private static final int MAX_SPANS = 100_000;

  private SegmentLimits() {}

  static DecodeLimits within(DecodeLimits limits) {
    if (limits.maxSpans() <= MAX_SPANS) {
      return limits;
    }
    return new DecodeLimits(
        MAX_SPANS,
        limits.maxDepth(),
        limits.maxAttributes(),
        limits.maxEvents(),
        limits.maxLinks());
  }
}
