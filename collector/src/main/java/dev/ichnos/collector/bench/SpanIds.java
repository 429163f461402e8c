package dev.ichnos.collector.bench;

/**
 * A bijection between the numbers of a run's spans and their ids, which look random: the finaliser
 * of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators), whose steps
 * can all be undone.
 *
 * @param seed tells runs apart: an id of one run is, but for chance, no small number in another
 */
record SpanIds(long seed) {
  private static final long FIRST = 0xbf58476d1ce4e5b9L;
  private static final long SECOND = 0x94d049bb133111ebL;
  private static final long FIRST_INVERSE = inverse(FIRST);
  private static final long SECOND_INVERSE = inverse(SECOND);

  /** The id of a span; 0, which is none, for one number in 2^64 that no run reaches. */
  long id(long number) {
    return mixed(number + seed);
  }

  /** The number of the span that has this id, any of 64 bits if it is not of this run. */
  long number(long id) {
    long x = unshifted(id, 31) * SECOND_INVERSE;
    x = unshifted(x, 27) * FIRST_INVERSE;
    return unshifted(x, 30) - seed;
  }

  static long mixed(long value) {
    long x = (value ^ (value >>> 30)) * FIRST;
    x = (x ^ (x >>> 27)) * SECOND;
    return x ^ (x >>> 31);
  }

  /** What {@code x ^ x >>> bits} was made of. */
  private static long unshifted(long shifted, int bits) {
    long x = shifted;
    for (int known = bits; known < 64; known += bits) {
      x = shifted ^ (x >>> bits);
    }
    return x;
  }

  /** Modulo 2^64, by Newton's method: every step doubles the bits that are right. */
  private static long inverse(long odd) {
    long x = odd;
    for (int right = 3; right < 64; right *= 2) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
