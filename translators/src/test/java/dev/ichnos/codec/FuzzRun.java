package dev.ichnos.codec;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * How long a fuzz test goes on: some rounds from a fixed seed in every build; with the profile
 * {@code fuzz} for {@code ichnos.fuzz.seconds} from a new seed, which is printed, and which {@code
 * ichnos.fuzz.seed} repeats.
 */
public final class FuzzRun {
  private final Random random;
  private final int rounds;
  private final long endNanos;
  private int round;

  private FuzzRun(long seed, int rounds, Duration time) {
    this.random = new Random(seed);
    this.rounds = rounds;
    this.endNanos = time.isZero() ? 0 : System.nanoTime() + time.toNanos();
  }

  /** A run of one test method. */
  public static FuzzRun of(long seed, int rounds) {
    Duration time = Duration.ofSeconds(Integer.getInteger("ichnos.fuzz.seconds", 0));
    if (time.isZero()) {
      return new FuzzRun(seed, rounds, time);
    }
    long chosen = Long.getLong("ichnos.fuzz.seed", System.nanoTime());
    System.out.println("Fuzzing for " + time + " with -Dichnos.fuzz.seed=" + chosen);
    return new FuzzRun(chosen, Integer.MAX_VALUE, time);
  }

  /** Whether there is another round. */
  public boolean next() {
    boolean more = round < rounds && (endNanos == 0 || System.nanoTime() - endNanos < 0);
    round += more ? 1 : 0;
    return more;
  }

  /** The rounds so far. */
  public int rounds() {
    return round;
  }

  public Random random() {
    return random;
  }

  /** The message with a few bits, bytes or parts changed, moved or cut off. */
  public static byte[] mutate(byte[] message, Random random) {
    byte[] mutated = message.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt();
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
        default -> {
          int length = Math.min(random.nextInt(20), mutated.length - at);
          int from = random.nextInt(mutated.length - length + 1);
          System.arraycopy(mutated, from, mutated, at, length);
        }
      }
    }
    return mutated;
  }
}
