package dev.ichnos.collector.exporter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How long a backend asks us to wait, within reason. */
public final class RetryAfter {
  /** No backend is taken at its word for longer. */
  private static final Duration MAX = Duration.ofMinutes(5);

  private RetryAfter() {}

  /**
   * The header of that name as RFC 9110 section 10.2.3 has it, seconds or a date; zero when it is
   * absent (empty) or neither.
   *
   * @param now what a date is compared with
   */
  public static Duration parse(String header, Instant now) {
    String value = header.strip();
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return bounded(Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
    }
    try {
      Instant then =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      return bounded(Duration.between(now, then));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /** A wait as a backend stated it by other means: at least zero, at most five minutes. */
  public static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}
