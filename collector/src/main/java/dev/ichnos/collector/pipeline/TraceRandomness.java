package dev.ichnos.collector.pipeline;

/**
 * The randomness of a trace: one number that every decision about whole traces uses, so that
 * sampler, shedding and every replica choose the same traces.
 *
 * <p>Trace keys are not random enough as they come (some senders count, some put a time in front),
 * so the key is mixed: MurmurHash3's 64-bit finaliser, which is a bijection.
 */
public final class TraceRandomness {
  private static final double UNIT = 0x1p-53;

  private TraceRandomness() {}

  /** From 0 to below 1, evenly spread over keys, the same for a key for ever. */
  public static double of(long traceKey) {
    long mixed = traceKey;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    mixed ^= mixed >>> 33;
    return (double) (mixed >>> 11) * UNIT;
  }
}
