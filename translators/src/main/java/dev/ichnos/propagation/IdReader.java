package dev.ichnos.propagation;

import dev.ichnos.model.TraceId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text that a person has copied from somewhere as an id: any form of {@link IdForms}, and
 * the whole value of any header that holds a context.
 *
 * <p>Hex digits may be of any case, begin with {@code 0x}, and lack leading zeros: more than 16 are
 * a trace id, fewer a number of 64 bits. Decimal numbers have no leading zeros: beyond 64 bits they
 * are a trace id. What is both is read as both, hex first if it is 16 or 32 digits long. Base64 is
 * read only where nothing else can be: of 8 or 16 bytes, padded, in the standard alphabet. Blanks
 * around the text do not count. Not for hot paths.
 */
public final class IdReader {
  /** Longer texts are no id. */
  public static final int MAX_LENGTH = 8192;

  private static final String EXPECTED =
      " (expected: hex digits, a decimal number, TRACE/SPAN, 1-8HEX-24HEX, a UUID, base64 of 8 or"
          + " 16 bytes, or the value of a trace header)";
  private static final int MAX_DECIMAL = 39;
  private static final Pattern X_RAY = Pattern.compile("1-(\\p{XDigit}{8})-(\\p{XDigit}{24})");
  private static final Pattern DATADOG =
      Pattern.compile("(\\d{1,20})[ ,;]+_dd\\.p\\.tid=(\\p{XDigit}{16})");
  private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{11}=");
  private static final Pattern X_CLOUD_SPAN = Pattern.compile("/(\\d{1,20})");

  /** Of the Java agent: process, thread, and a number counted up. */
  private static final Pattern SKYWALKING =
      Pattern.compile("\\p{XDigit}{32}\\.\\d{1,20}\\.\\d{1,20}");

  private IdReader() {}

  /** All ways to read the text, the likeliest first; none if it is no id. */
  public static List<IdReading> read(String text) {
    String id = text.strip();
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return List.of();
    }
    List<IdReading> readings = new ArrayList<>(numbers(id));
    if (readings.isEmpty()) {
      written(id).ifPresent(readings::add);
    }
    if (readings.isEmpty()) {
      headerValue(id).ifPresent(readings::add);
    }
    readings.removeIf(reading -> reading.traceId().isEmpty() && reading.spanId() == 0);
    return List.copyOf(readings);
  }

  /** What is wrong with a text that {@link #read} cannot read, and what was expected. */
  public static String problem(String text) {
    String id = text.strip();
    String digits = withoutPrefix(id);
    if (id.isEmpty()) {
      return "is empty" + EXPECTED;
    }
    if (id.length() > MAX_LENGTH) {
      return "has " + id.length() + " characters (expected: at most " + MAX_LENGTH + ")";
    }
    if (!digits.isEmpty() && digits.chars().allMatch(c -> c == '0' || c == '-')) {
      return "is all zeros, which is no id";
    }
    if (isHex(digits)) {
      return isDecimal(id) && id.length() <= MAX_DECIMAL
          ? "is a decimal number of more than 128 bits (expected: less than 2^128)"
          : "has " + digits.length() + " hex digits (expected: at most 32)";
    }
    return "has no form of an id" + EXPECTED;
  }

  private static List<IdReading> numbers(String id) {
    String digits = withoutPrefix(id);
    List<IdReading> readings = new ArrayList<>();
    if (isHex(digits) && digits.length() <= 32) {
      readings.add(number("hex", new BigInteger(digits, 16), digits.length() > 16));
    }
    // One digit says the same in both.
    if (isDecimal(id) && id.charAt(0) != '0' && id.length() > 1 && id.length() <= MAX_DECIMAL) {
      BigInteger value = new BigInteger(id);
      if (value.bitLength() <= 128) {
        boolean likelyHex = id.length() == 16 || id.length() == 32;
        readings.add(
            likelyHex ? readings.size() : 0, number("decimal", value, value.bitLength() > 64));
      }
    }
    return readings;
  }

  private static IdReading number(String form, BigInteger value, boolean wide) {
    long low = value.longValue();
    TraceId traceId = new TraceId(value.shiftRight(64).longValue(), low);
    return new IdReading(form, traceId, wide ? 0 : low, !wide);
  }

  private static Optional<IdReading> written(String id) {
    Matcher xRay = X_RAY.matcher(id);
    if (xRay.matches()) {
      return Optional.of(trace("x_ray", hex(xRay.group(1) + xRay.group(2))));
    }
    if (SkyWalkingIds.isUuid(id)) {
      return Optional.of(trace("uuid", hex(id.replace("-", ""))));
    }
    Matcher datadog = DATADOG.matcher(id);
    if (datadog.matches()) {
      BigInteger low = new BigInteger(datadog.group(1));
      long high = Hex.parse(datadog.group(2), 0, 16);
      return low.bitLength() > 64 || low.signum() == 0
          ? Optional.empty()
          : Optional.of(trace("datadog", new TraceId(high, low.longValue())));
    }
    Matcher span = X_CLOUD_SPAN.matcher(id);
    if (span.matches()) {
      BigInteger value = new BigInteger(span.group(1));
      return value.bitLength() > 64
          ? Optional.empty()
          : Optional.of(new IdReading("x_cloud", new TraceId(0, 0), value.longValue(), false));
    }
    if (BASE_64.matcher(id).matches()) {
      return base64(id);
    }
    return SKYWALKING.matcher(id).matches()
        ? Optional.of(trace("skywalking", SkyWalkingIds.traceId(id)))
        : Optional.empty();
  }

  private static Optional<IdReading> base64(String id) {
    byte[] bytes = Base64.getDecoder().decode(id);
    // The decoder takes any last character; an encoder writes it with no bits to spare.
    if (!Base64.getEncoder().encodeToString(bytes).equals(id)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long first = buffer.getLong();
    return Optional.of(
        buffer.hasRemaining()
            ? trace("base64", new TraceId(first, buffer.getLong()))
            : new IdReading("base64", new TraceId(0, first), first, true));
  }

  private static Optional<IdReading> headerValue(String value) {
    for (HeaderFamily family : HeaderFamilies.all()) {
      String header = family.headers().get(0);
      if (family.read(HeaderLookup.of(header, value)) instanceof HeaderReading.Read read
          && read.context().hasTraceId()) {
        TraceContext context = read.context();
        return Optional.of(new IdReading(header, context.traceId(), context.spanId(), false));
      }
    }
    return Optional.empty();
  }

  private static TraceId hex(String digits) {
    return new TraceId(Hex.parse(digits, 0, 16), Hex.parse(digits, 16, 32));
  }

  private static IdReading trace(String form, TraceId id) {
    return new IdReading(form, id, 0, false);
  }

  private static String withoutPrefix(String id) {
    return id.startsWith("0x") || id.startsWith("0X") ? id.substring(2) : id;
  }

  private static boolean isHex(String text) {
    return !text.isEmpty() && Hex.end(text, 0, text.length()) == text.length();
  }

  private static boolean isDecimal(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
