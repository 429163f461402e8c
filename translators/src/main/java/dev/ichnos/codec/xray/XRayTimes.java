package dev.ichnos.codec.xray;

import dev.ichnos.codec.wire.BadValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** X-Ray's times: seconds since 1970, with a fraction. */
final class XRayTimes {
  private static final String EXPECTED = "seconds since 1970";
  private static final int NANO_DIGITS = 9;

  /** More digits than any time has; bounds the work on hostile ones. */
  private static final int LONGEST = 64;

  /** What {@link #nanos} says of a time that is negative or beyond the year 2262. */
  static final long OUT_OF_RANGE = -1;

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private XRayTimes() {}

  /**
   * Nanoseconds, to the nearest, from the decimal digits themselves: through a double, {@code
   * 1478293361.271} would be 92 nanoseconds less.
   */
  static long nanos(String seconds) throws BadValueException {
    if (seconds.isEmpty() || seconds.length() > LONGEST) {
      throw new BadValueException(seconds, EXPECTED);
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(seconds);
    } catch (NumberFormatException e) {
      throw new BadValueException(seconds, EXPECTED);
    }
    if (exact.signum() < 0) {
      return OUT_OF_RANGE;
    }
    // Such exponents would otherwise be written out digit by digit.
    long wholeDigits = (long) exact.precision() - exact.scale();
    if (exact.signum() == 0 || wholeDigits < -NANO_DIGITS) {
      return 0;
    }
    if (wholeDigits > NANO_DIGITS + 1) {
      return OUT_OF_RANGE;
    }
    BigDecimal nanos = exact.scaleByPowerOfTen(NANO_DIGITS).setScale(0, RoundingMode.HALF_UP);
    return nanos.compareTo(MOST) <= 0 ? nanos.longValueExact() : OUT_OF_RANGE;
  }
}
