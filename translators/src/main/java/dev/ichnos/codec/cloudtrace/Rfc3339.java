package dev.ichnos.codec.cloudtrace;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;

/**
 * A time as RFC 3339 writes it, {@code 2026-01-02T03:04:05.000006Z}, with any offset. Read by hand:
 * a sender may write a million of them wrong, and the library's exceptions are dear.
 *
 * @param epochSecond seconds since 1970
 * @param nanos 0 to 999 999 999
 */
record Rfc3339(long epochSecond, int nanos) {
  /** What stands for a text that is no time. */
  static final Rfc3339 NONE = new Rfc3339(-1, 0);

  private static final int DATE_AND_TIME = 19;
  private static final int MOST_DIGITS = 9;
  private static final int BAD = -1;

  /** The time; {@link #NONE} for any other text. */
  static Rfc3339 of(String text) {
    if (text.length() <= DATE_AND_TIME
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) != 'T' && text.charAt(10) != 't')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return NONE;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
      return NONE;
    }
    int seconds = secondOfDay(text);
    int zone = zoneStart(text);
    int nanos = zone == DATE_AND_TIME ? 0 : nanos(text, zone);
    int offset = offset(text, zone);
    if (seconds < 0 || nanos < 0 || offset == Integer.MIN_VALUE) {
      return NONE;
    }
    long date = LocalDate.of(year, month, day).toEpochDay() * 86_400L;
    return new Rfc3339(date + seconds - offset, nanos);
  }

  private static int daysOf(int year, int month) {
    return month == 2 && !Year.isLeap(year) ? 28 : YearMonth.of(2000, month).lengthOfMonth();
  }

  /** A leap second is the first of the next minute. */
  private static int secondOfDay(String text) {
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    boolean good =
        hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
    return good ? (hour * 60 + minute) * 60 + second : BAD;
  }

  /** Where a fraction of the second, if there is one, has ended. */
  private static int zoneStart(String text) {
    int at = DATE_AND_TIME;
    if (text.charAt(at) == '.') {
      at++;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
    }
    return at;
  }

  /** Digits beyond nanoseconds are cut off. */
  private static int nanos(String text, int zone) {
    int from = DATE_AND_TIME + 1;
    int to = Math.min(zone, from + MOST_DIGITS);
    int value = digits(text, from, to);
    if (from == zone || value < 0) {
      return BAD;
    }
    for (int i = to - from; i < MOST_DIGITS; i++) {
      value *= 10;
    }
    return value;
  }

  /** Seconds east of Greenwich; the least integer for what is no zone. */
  private static int offset(String text, int at) {
    int left = text.length() - at;
    if (left == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return 0;
    }
    if (left != 6 || text.charAt(at + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    char sign = text.charAt(at);
    int hours = digits(text, at + 1, at + 3);
    int minutes = digits(text, at + 4, at + 6);
    if ((sign != '+' && sign != '-') || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** The number that these digits write; -1 where one of them is none. */
  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return BAD;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
