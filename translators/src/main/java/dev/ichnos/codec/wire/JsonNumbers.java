package dev.ichnos.codec.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads whole numbers of 64 bits in every shape that senders give them: plain, as quoted text, or
 * in scientific notation such as {@code 1.58432429547687e+15} (Envoy 1.12 to 1.18 sent all three).
 */
public final class JsonNumbers {
  static final String EXPECTED = "a whole number of at most 64 bits";

  /** More digits than any number in a sane message has; bounds the work on hostile ones. */
  private static final int LONGEST = 64;

  private JsonNumbers() {}

  /** Whether the current token is a number as JSON writes whole numbers: nothing to mend. */
  public static boolean isPlain(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }

  /**
   * The current token as a number, exactly.
   *
   * @throws BadValueException if it is no number, has a fraction, or needs more than 64 bits; the
   *     parser still stands on the token
   * @throws IOException if the message is broken here
   */
  public static long longValue(JsonParser parser) throws IOException, BadValueException {
    return longValue(parser, false);
  }

  /** As {@link #longValue(JsonParser)}, but what stands behind the decimal point is cut off. */
  public static long truncatedLongValue(JsonParser parser) throws IOException, BadValueException {
    return longValue(parser, true);
  }

  private static long longValue(JsonParser parser, boolean truncate)
      throws IOException, BadValueException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    if (token == null || !(token.isNumeric() || token == JsonToken.VALUE_STRING)) {
      throw new BadValueException(token == null ? "" : token.toString(), EXPECTED);
    }
    return parse(parser.getText(), truncate);
  }

  /** The number that a text writes; see {@link JsonReader#longValue}. */
  static long parse(String written, boolean truncate) throws BadValueException {
    String text = written.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new BadValueException(text, EXPECTED);
    }
    try {
      return exact(text, truncate);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BadValueException(text, EXPECTED);
    }
  }

  private static long exact(String text, boolean truncate) {
    if (isDigits(text)) {
      return Long.parseLong(text);
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() == 0) {
      return 0;
    }
    // Such exponents would otherwise be written out digit by digit.
    if ((long) number.precision() - number.scale() > 19) {
      throw new ArithmeticException("too large");
    }
    if (truncate && number.scale() > 0) {
      boolean belowOne = number.precision() <= number.scale();
      return belowOne ? 0 : number.toBigInteger().longValueExact();
    }
    return number.longValueExact();
  }

  private static boolean isDigits(String text) {
    for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
