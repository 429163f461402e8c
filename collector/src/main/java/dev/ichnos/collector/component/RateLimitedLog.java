package dev.ichnos.collector.component;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warnings that cannot flood the log: of each kind the first is written at once, and then one a
 * minute at most, which says how many came since.
 *
 * <p>There is no timer: what came after the last line is told with the next warning of its kind, or
 * by {@link #flush}. At most {@value #MAX_KINDS} kinds are kept apart; all further ones count as
 * one. Safe for many threads; a warning that is held back costs a look-up and no text.
 */
public final class RateLimitedLog {
  static final int MAX_KINDS = 256;

  private static final String OTHER = "other";

  private final Logger log;
  private final LongSupplier nanoClock;
  private final long everyNanos;
  private final ConcurrentMap<String, Kind> kinds = new ConcurrentHashMap<>();

  public RateLimitedLog(Logger log) {
    this(log, System::nanoTime, Duration.ofMinutes(1));
  }

  RateLimitedLog(Logger log, LongSupplier nanoClock, Duration every) {
    this.log = Objects.requireNonNull(log, "log");
    this.nanoClock = nanoClock;
    this.everyNanos = every.toNanos();
  }

  /**
   * Warns, or counts.
   *
   * @param kind what is counted together, from a small set: a reason, a receiver's id; never
   *     something that a peer chooses
   * @param format slf4j's, with {@code {}} for each argument; an exception may be the last one
   */
  public void warn(String kind, String format, Object... arguments) {
    if (!log.isWarnEnabled()) {
      return;
    }
    long held = kind(kind).enter(nanoClock.getAsLong());
    if (held == 0) {
      log.warn(format, arguments);
    } else if (held > 0) {
      log.warn(
          format + " (and " + held + " more of this kind since the last such line)", arguments);
    }
  }

  /** Writes one line for each kind of which some were held back. */
  public void flush() {
    kinds.forEach(
        (kind, state) -> {
          long held = state.take(nanoClock.getAsLong());
          if (held > 0) {
            log.warn("{}: {} more since the last such line", kind, held);
          }
        });
  }

  private Kind kind(String name) {
    Kind known = kinds.get(name);
    if (known != null) {
      return known;
    }
    return kinds.computeIfAbsent(kinds.size() < MAX_KINDS ? name : OTHER, ignored -> new Kind());
  }

  /** When a kind was last written, and how many have been held back since. */
  private final class Kind {
    private boolean written;
    private long writtenNanos;
    private long held;

    /** How many were held back before this one, which is to be written; -1 to hold it back too. */
    synchronized long enter(long now) {
      if (written && now - writtenNanos < everyNanos) {
        held++;
        return -1;
      }
      return take(now);
    }

    synchronized long take(long now) {
      long taken = held;
      written = true;
      writtenNanos = now;
      held = 0;
      return taken;
    }
  }
}
