package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;

/**
 * Reads ids: 16 or 8 bytes, the most significant first, or the 32 or 16 hex digits of them, as
 * opencensus-cpp writes them into fields that are for bytes.
 */
final class Ids {
  private static final int LONG_BYTES = 8;

  private final ProtoReader in;
  private final Mends mends;
  private final char[] digits = new char[4 * LONG_BYTES];

  /** Halves of the trace id that was read last; 0 if it was none. */
  long traceIdHigh;

  long traceIdLow;

  Ids(ProtoReader in, Mends mends) {
    this.in = in;
    this.mends = mends;
  }

  /** Reads a trace id; false if the field holds something else, zeros included. */
  boolean readTraceId() throws ProtoException {
    int length = in.readLength();
    traceIdHigh = 0;
    traceIdLow = 0;
    if (length == 2 * LONG_BYTES) {
      traceIdHigh = in.readBigEndian64();
      traceIdLow = in.readBigEndian64();
    } else if (length == LONG_BYTES) {
      traceIdLow = in.readBigEndian64();
      mends.add(MendReason.SHORT_ID);
    } else if (areHex(length, 4 * LONG_BYTES)) {
      traceIdHigh = HexIds.parse(digits, 0, 2 * LONG_BYTES);
      traceIdLow = HexIds.parse(digits, 2 * LONG_BYTES, 2 * LONG_BYTES);
    }
    return (traceIdHigh | traceIdLow) != 0;
  }

  /** Reads a span id; 0 if the field is empty or holds something else. */
  long readSpanId() throws ProtoException {
    int length = in.readLength();
    if (length == LONG_BYTES) {
      return in.readBigEndian64();
    }
    return areHex(length, 2 * LONG_BYTES) ? HexIds.parse(digits, 0, length) : 0;
  }

  /** Steps over the bytes, into {@link #digits}; whether they are so many hex digits. */
  private boolean areHex(int length, int expected) {
    int at = in.position();
    in.advance(length);
    if (length != expected) {
      return false;
    }
    byte[] bytes = in.array();
    for (int i = 0; i < length; i++) {
      digits[i] = (char) (bytes[at + i] & 0xFF);
    }
    if (!HexIds.areDigits(digits, 0, length)) {
      return false;
    }
    mends.add(MendReason.VALUE_TYPE);
    return true;
  }
}
