package dev.ichnos.codec.otlp;

/** The arithmetic of OTLP's dropped counts, which are unsigned 32-bit numbers. */
final class Counts {
  private static final long MAX = 0xffff_ffffL;

  private Counts() {}

  /** The sender's count and ours, at most 2^32 - 1. */
  static int sum(int stated, int leftOut) {
    return (int) Math.min(MAX, (stated & MAX) + leftOut);
  }
}
