package dev.ichnos.collector.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written with a unit: {@code 64MiB}, {@code 512KiB}, {@code 1GiB}, {@code
 * 4096B}; {@code KB}, {@code MB} and {@code GB} count by thousands; a bare number is bytes.
 *
 * @param bytes at least 0
 */
public record DataSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(B|KIB|MIB|GIB|KB|MB|GB)?");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("size: " + bytes + " (expected: at least 0)");
    }
  }

  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(mebibytes << 20);
  }

  public static DataSize ofKibibytes(long kibibytes) {
    return new DataSize(kibibytes << 10);
  }

  /**
   * Reads a size as it stands in a configuration file.
   *
   * @throws IllegalArgumentException if it is not a number with a known unit
   */
  public static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " (expected: a size such as 64MiB)");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    double factor =
        switch (unit) {
          case "KIB" -> 1L << 10;
          case "MIB" -> 1L << 20;
          case "GIB" -> 1L << 30;
          case "KB" -> 1_000;
          case "MB" -> 1_000_000;
          case "GB" -> 1_000_000_000;
          default -> 1;
        };
    double bytes = Double.parseDouble(matcher.group(1)) * factor;
    if (bytes >= Long.MAX_VALUE) {
      throw new IllegalArgumentException(text + " (expected: a size below 8 EiB)");
    }
    return new DataSize((long) bytes);
  }

  /** The size as an int, for buffers. */
  public int asInt() {
    return (int) Math.min(Integer.MAX_VALUE - 8, bytes);
  }

  @Override
  public String toString() {
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
  }
}
