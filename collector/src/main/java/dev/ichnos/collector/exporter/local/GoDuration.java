package dev.ichnos.collector.exporter.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, which Tempo's parameters and TraceQL use: {@code 1h2m3.5s}. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + "){1,6}");

  private GoDuration() {}

  static boolean looksLike(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** Nanoseconds of a text that {@link #looksLike} a duration. */
  static long parseNanos(String text) {
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos +=
          Double.parseDouble(part.group(1))
              * switch (part.group(2)) {
                case "ns" -> 1;
                case "us", "µs" -> 1e3;
                case "ms" -> 1e6;
                case "s" -> 1e9;
                case "m" -> 60e9;
                default -> 3600e9;
              };
    }
    return Math.round(nanos);
  }
}
