package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.MendReason;

/** Jaeger's times and durations, as nanoseconds. */
final class JaegerTimes {
  private static final long MOST_MICROS = Long.MAX_VALUE / 1_000;
  private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000 - 1;
  private static final long NANOS = 1_000_000_000;

  private JaegerTimes() {}

  /** Thrift's; {@code absent}, counted, for what is negative or beyond the year 2262. */
  static long ofMicros(long micros, long absent, Mends mends) {
    if (micros < 0 || micros > MOST_MICROS) {
      mends.add(MendReason.TIME);
      return absent;
    }
    return micros * 1_000;
  }

  /** Protobuf's {@code Timestamp} or {@code Duration}; likewise. */
  static long of(long seconds, long nanos, long absent, Mends mends) {
    if (seconds < 0 || seconds > MOST_SECONDS || nanos < 0 || nanos >= NANOS) {
      mends.add(MendReason.TIME);
      return absent;
    }
    return seconds * NANOS + nanos;
  }
}
