package dev.ichnos.collector.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as they stand in a file: {@code 200ms}, {@code 5s}, {@code 1m30s}, {@code 1.5h}. Units:
 * {@code ns}, {@code us}, {@code ms}, {@code s}, {@code m}, {@code h}, as Go writes them; a bare
 * {@code 0} needs none.
 */
public final class DurationText {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");
  private static final long[] NANOS = {
    3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
  };
  private static final String[] UNITS = {"h", "m", "s", "ms", "us", "ns"};

  /** A century: far enough, and no arithmetic on it overflows. */
  private static final BigDecimal MAX_NANOS =
      new BigDecimal(876_000L).multiply(new BigDecimal(NANOS[0]));

  private DurationText() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is not in this form, or longer than a century
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(factor(matcher.group(2))));
      end = matcher.end();
    }
    if (end == 0 || end != text.length() || nanos.compareTo(MAX_NANOS) > 0) {
      throw new IllegalArgumentException(
          text + " (expected: a duration with a unit, such as 200ms, 5s or 1m30s)");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** Writes one so that {@link #parse} gives the same. */
  static String format(Duration duration) {
    long rest = duration.toNanos();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < NANOS.length; i++) {
      long count = rest / NANOS[i];
      if (count > 0) {
        text.append(count).append(UNITS[i]);
        rest -= count * NANOS[i];
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static BigDecimal factor(String unit) {
    return new BigDecimal(
        switch (unit) {
          case "h" -> NANOS[0];
          case "m" -> NANOS[1];
          case "s" -> NANOS[2];
          case "ms" -> NANOS[3];
          case "us", "µs" -> NANOS[4];
          default -> NANOS[5];
        });
  }
}
