package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.codec.wire.IpAddresses;
import dev.ichnos.codec.wire.JsonException;
import dev.ichnos.codec.wire.JsonReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that both versions of Zipkin's JSON have, as leniently as their senders need,
 * and counts on the span what was mended. On entry to a method the cursor stands on the first token
 * of a value, on return on the last.
 */
final class JsonFields {
  private static final int NONE = -1;
  private static final long HIGHEST_IPV4 = 0xFFFF_FFFFL;

  private final JsonSpanList list;
  private final JsonReader in;
  private final SpanDraft span;

  /** Where the digits of the id are that was read last. */
  private byte[] digits = {};

  private int digitsAt;

  JsonFields(JsonSpanList list, SpanDraft span) {
    this.list = list;
    this.in = list.reader();
    this.span = span;
  }

  /** Reads a field of a span that both versions have; any other is ignored. */
  void readCommon(String field) throws JsonException, DecodeException {
    switch (field) {
      case "traceId" -> traceId();
      case "id" -> span.spanId = shortId("id", DropReason.INVALID_SPAN_ID);
      case "parentId" -> parentId();
      case "name" -> span.name = value();
      case "timestamp" -> span.timestampNanos = micros("timestamp");
      case "duration" -> span.durationNanos = micros("duration");
      case "debug" -> span.debug = flag();
      default -> list.skip();
    }
  }

  /** Text; numbers and booleans as they are written; empty when it is neither. */
  String text() throws JsonException, DecodeException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return counted(in.text());
    }
    if (!in.currentToken().isScalarValue()) {
      leaveOut();
      return "";
    }
    span.mended(MendReason.VALUE_TYPE);
    return in.text();
  }

  /** As {@link #text}, of what comes often: shared with its equals. */
  String key() throws JsonException, DecodeException {
    return in.currentToken() == JsonToken.VALUE_STRING ? counted(in.key()) : text();
  }

  /** As {@link #text}, of what may come again: shared with its equals if it does. */
  String value() throws JsonException, DecodeException {
    @Nullable String known = known();
    return known != null ? known : text();
  }

  /** The text that stands here, if it recurs; null if not, or if this is none. */
  @Nullable String known() {
    return in.currentToken() == JsonToken.VALUE_STRING ? in.known() : null;
  }

  private String counted(String text) {
    if (in.wasMended()) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }

  boolean flag() throws JsonException, DecodeException {
    if (in.currentToken().isBoolean()) {
      return in.currentToken() == JsonToken.VALUE_TRUE;
    }
    String text = text();
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /** The time of an annotation in nanoseconds; 0 when absent or beyond what can be said. */
  long annotationTime() throws JsonException, DecodeException {
    try {
      return Micros.toNanos(number(true), span);
    } catch (BadValueException e) {
      leaveOut();
      return 0;
    }
  }

  void endpoint(EndpointDraft endpoint) throws JsonException, DecodeException {
    if (!isObject()) {
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.key();
      if (in.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "serviceName" -> endpoint.serviceName = key();
        case "ipv4" -> endpoint.ipv4 = ipv4();
        case "ipv6" -> endpoint.ipv6 = value();
        case "port" -> endpoint.port = port();
        default -> list.skip();
      }
    }
  }

  boolean isObject() throws JsonException, DecodeException {
    return is(JsonToken.START_OBJECT);
  }

  boolean isList() throws JsonException, DecodeException {
    return is(JsonToken.START_ARRAY);
  }

  /** The value cannot be used. */
  void leaveOut() throws JsonException, DecodeException {
    span.mended(MendReason.FIELD_LEFT_OUT);
    list.skip();
  }

  private boolean is(JsonToken token) throws JsonException, DecodeException {
    if (in.currentToken() == token) {
      return true;
    }
    leaveOut();
    return false;
  }

  private void traceId() throws JsonException, DecodeException {
    int length = hexLength("traceId", 32, DropReason.INVALID_TRACE_ID);
    if (length <= 0) {
      return;
    }
    if (length != 32 && length != 16) {
      span.mended(MendReason.SHORT_ID);
    }
    int high = Math.max(0, length - 16);
    span.traceIdHigh = HexIds.parse(digits, digitsAt, high);
    span.traceIdLow = HexIds.parse(digits, digitsAt + high, length - high);
  }

  private void parentId() throws JsonException, DecodeException {
    long parent = shortId("parentId", DropReason.MALFORMED_SPAN);
    if (parent == 0 && !span.isDropped() && in.from() < in.to()) {
      span.mended(MendReason.PARENT_ID);
    }
    span.parentSpanId = parent;
  }

  private long shortId(String field, DropReason why) throws JsonException, DecodeException {
    int length = hexLength(field, 16, why);
    if (length <= 0) {
      return 0;
    }
    if (length != 16) {
      span.mended(MendReason.SHORT_ID);
    }
    return HexIds.parse(digits, digitsAt, length);
  }

  /** How many digits the id has; -1 when it is none, which fails the span. */
  private int hexLength(String field, int most, DropReason why)
      throws JsonException, DecodeException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      list.drop(span, why, field + " is " + JsonSpanList.what(in.currentToken()) + expected(most));
      list.skip();
      return NONE;
    }
    digits = in.array();
    digitsAt = in.from();
    int length = in.to() - in.from();
    if (in.isEscaped()) {
      digits = in.text().getBytes(StandardCharsets.UTF_8);
      digitsAt = 0;
      length = digits.length;
    }
    if (length > most || !HexIds.areDigits(digits, digitsAt, length)) {
      list.drop(span, why, field + " is " + BadValueException.quote(in.text()) + expected(most));
      return NONE;
    }
    return length;
  }

  private static String expected(int mostDigits) {
    return " (expected: 1-" + mostDigits + " hex digits)";
  }

  /** Microseconds as nanoseconds; 0 when absent or beyond what can be said. */
  private long micros(String field) throws JsonException, DecodeException {
    try {
      return Micros.toNanos(number(true), span);
    } catch (BadValueException e) {
      list.drop(span, DropReason.MALFORMED_SPAN, field + " is " + e.getMessage());
      list.skip();
      return 0;
    }
  }

  /** Thrift's integer, signed or not, has come through to JSON too; 0 is no address. */
  private String ipv4() throws JsonException, DecodeException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return value();
    }
    try {
      long address = in.longValue(false);
      if (address >= Integer.MIN_VALUE && address <= HIGHEST_IPV4) {
        span.mended(MendReason.VALUE_TYPE);
        return address == 0 ? "" : IpAddresses.ipv4((int) address);
      }
    } catch (BadValueException e) {
      list.skip();
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    return "";
  }

  private int port() throws JsonException, DecodeException {
    try {
      long port = number(false);
      if (port >= 0 && port <= 0xFFFF) {
        return (int) port;
      }
    } catch (BadValueException e) {
      list.skip();
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    return 0;
  }

  private long number(boolean truncate) throws JsonException, BadValueException {
    long number = in.longValue(truncate);
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      span.mended(MendReason.NUMBER_SHAPE);
    }
    return number;
  }
}
