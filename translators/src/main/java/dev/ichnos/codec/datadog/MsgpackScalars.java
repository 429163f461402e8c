package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;

/**
 * Reads the values of a span in every shape that tracers give them: nil where nothing is to be
 * said, numbers of any width, signed or not, whole or not, and as text. What a field cannot use is
 * skipped, and the span keeps its other fields.
 */
final class MsgpackScalars {
  private static final double TWO_TO_64 = 0x1p64;

  private final MsgpackReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final KeyCache values;
  private final IncomingSpan span;

  MsgpackScalars(
      MsgpackReader in, DecodeLimits limits, KeyCache keys, KeyCache values, IncomingSpan span) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.values = values;
    this.span = span;
  }

  /** A text that recurs, such as a service; empty for nil and for what is none. */
  String text() throws MsgpackException {
    return switch (in.next()) {
      case NIL -> {
        in.readNil();
        yield "";
      }
      case STRING, BINARY -> mended(in.readString(values));
      case INTEGER, FLOAT, BOOLEAN -> asText();
      default -> {
        leaveOut();
        yield "";
      }
    };
  }

  /** The key of an entry of a map; the caller skips the entry if it is not a text. */
  String key() throws MsgpackException {
    return mended(in.readString(keys));
  }

  /** Whether the next value is a text, as keys are; if not, an entry of a map is skipped. */
  boolean isKey() throws MsgpackException {
    MsgpackReader.Type type = in.next();
    if (type == MsgpackReader.Type.STRING || type == MsgpackReader.Type.BINARY) {
      return true;
    }
    leaveOut();
    skip();
    return false;
  }

  /** A whole number as its 64 bits; 0 for nil and for what is none. */
  long number() throws MsgpackException {
    return switch (in.next()) {
      case INTEGER -> in.readUnsigned();
      case NIL -> {
        in.readNil();
        yield 0;
      }
      case FLOAT -> ofDouble(in.readDouble());
      case STRING, BINARY -> ofText(in.readString());
      default -> {
        leaveOut();
        yield 0;
      }
    };
  }

  /** Whether a number is not 0, or a truth value true. */
  boolean flag() throws MsgpackException {
    if (in.next() == MsgpackReader.Type.BOOLEAN) {
      span.mended(MendReason.VALUE_TYPE);
      return in.readBoolean();
    }
    return number() != 0;
  }

  /** The value of a tag of text; nil says nothing. */
  void meta(String key) throws MsgpackException {
    switch (in.next()) {
      case STRING, BINARY -> span.meta(key, mended(in.readString(values)));
      case INTEGER, FLOAT, BOOLEAN -> span.meta(key, asText());
      case NIL -> in.readNil();
      default -> leaveOut();
    }
  }

  /** The value of a tag that is a number; nil says nothing. */
  void metric(String key) throws MsgpackException {
    switch (in.next()) {
      case FLOAT -> span.metric(key, in.readDouble());
      case INTEGER -> {
        int at = in.offset();
        double value = in.readDouble();
        if (Math.abs(value) < 0x1p62) {
          in.moveTo(at);
          span.metric(key, in.readLong());
        } else {
          span.metric(key, value);
        }
      }
      case NIL -> in.readNil();
      case STRING, BINARY -> {
        span.mended(MendReason.VALUE_TYPE);
        span.meta(key, mended(in.readString(values)));
      }
      case BOOLEAN -> {
        span.mended(MendReason.VALUE_TYPE);
        span.put(key, in.readBoolean());
      }
      default -> leaveOut();
    }
  }

  /** An entry of {@code meta_struct}. */
  void structure(String key) throws MsgpackException {
    if (in.next() == MsgpackReader.Type.BINARY || in.next() == MsgpackReader.Type.STRING) {
      span.structure(key, in.readBinary());
    } else if (!in.readNil()) {
      leaveOut();
    }
  }

  /** The count of a map; 0 for nil and for what is none. */
  int map() throws MsgpackException {
    if (in.next() == MsgpackReader.Type.MAP) {
      return in.readMapHeader();
    }
    if (!in.readNil()) {
      leaveOut();
    }
    return 0;
  }

  /** The count of an array; 0 for nil and for what is none. */
  int array() throws MsgpackException {
    if (in.next() == MsgpackReader.Type.ARRAY) {
      return in.readArrayHeader();
    }
    if (!in.readNil()) {
      leaveOut();
    }
    return 0;
  }

  void skip() throws MsgpackException {
    in.skip(limits.maxDepth());
  }

  private void leaveOut() throws MsgpackException {
    skip();
    span.mended(MendReason.FIELD_LEFT_OUT);
  }

  private String mended(String text) {
    if (in.wasMended()) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }

  private String asText() throws MsgpackException {
    span.mended(MendReason.VALUE_TYPE);
    return switch (in.next()) {
      case BOOLEAN -> Boolean.toString(in.readBoolean());
      case FLOAT -> Numbers.text(in.readDouble());
      default -> Long.toString(in.readUnsigned());
    };
  }

  private long ofDouble(double value) {
    if (value != Math.rint(value) || Math.abs(value) >= TWO_TO_64) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return 0;
    }
    span.mended(MendReason.NUMBER_SHAPE);
    return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
  }

  private long ofText(String digits) {
    try {
      long value = digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
      span.mended(MendReason.NUMBER_SHAPE);
      return value;
    } catch (NumberFormatException e) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return 0;
    }
  }
}
