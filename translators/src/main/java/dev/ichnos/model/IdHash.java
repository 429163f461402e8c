package dev.ichnos.model;

/**
 * The hash behind every id that Ichnos makes up: the same on every replica, in every lane and in
 * every release, since backends keep what comes out of it.
 *
 * <p>A state of 64 bits takes in numbers and texts one after the other. A number {@code n}: {@code
 * h = mix(h ^ n)}. A text: {@code h = (h ^ unit) * 0x9E3779B97F4A7C15} for each UTF-16 unit, then
 * {@code h = mix(h ^ length)}, so that {@code "ab", "c"} and {@code "a", "bc"} differ. {@code mix}
 * is the finaliser of MurmurHash3 (64 bits). Who uses it says where it starts and what goes in.
 * Allocates nothing.
 */
public final class IdHash {
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private IdHash() {}

  /** The state after a number. */
  public static long number(long state, long number) {
    return mix(state ^ number);
  }

  /** The state after a text. */
  public static long text(long state, String text) {
    long h = state;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * ODD;
    }
    return mix(h ^ text.length());
  }

  /** Another state, where the one at hand is an id that must not be: 0 for instance. */
  public static long next(long state) {
    return mix(state + ODD);
  }

  private static long mix(long value) {
    long v = value;
    v = (v ^ v >>> 33) * 0xFF51AFD7ED558CCDL;
    v = (v ^ v >>> 33) * 0xC4CEB9FE1A85EC53L;
    return v ^ v >>> 33;
  }
}
