package dev.ichnos.collector.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How a message writes a number whose place is always as wide. */
enum Form {
  /** 16 lower-case digits. */
  HEX(16) {
    @Override
    void write(byte[] to, int at, long value) {
      hex(to, at, value, 60, 16);
    }
  },
  /** 8 bytes, the most significant first. */
  BIG_ENDIAN(8) {
    @Override
    void write(byte[] to, int at, long value) {
      BIG.set(to, at, value);
    }
  },
  /** Microseconds in 16 decimal digits. */
  MICROS_DECIMAL(16) {
    @Override
    void write(byte[] to, int at, long value) {
      decimal(to, at, value, 16);
    }
  },
  /** Microseconds in 8 bytes, the least significant first. */
  MICROS_LITTLE_ENDIAN(8) {
    @Override
    void write(byte[] to, int at, long value) {
      LITTLE.set(to, at, value);
    }
  },
  /** Microseconds, written as nanoseconds in 8 bytes, the least significant first. */
  NANOS_LITTLE_ENDIAN(8) {
    @Override
    void write(byte[] to, int at, long value) {
      LITTLE.set(to, at, value * 1_000);
    }
  },
  /** Microseconds, written as nanoseconds in 8 bytes, the most significant first. */
  NANOS_BIG_ENDIAN(8) {
    @Override
    void write(byte[] to, int at, long value) {
      BIG.set(to, at, value * 1_000);
    }
  },
  /** The second half of a UUID in hex: 4 digits, a dash, 12 digits. */
  UUID_TAIL(17) {
    @Override
    void write(byte[] to, int at, long value) {
      hex(to, at, value, 60, 4);
      to[at + 4] = '-';
      hex(to, at + 5, value, 44, 12);
    }
  },
  /** {@code ?u=} and 8 decimal digits. */
  QUERY(11) {
    @Override
    void write(byte[] to, int at, long value) {
      to[at] = '?';
      to[at + 1] = 'u';
      to[at + 2] = '=';
      decimal(to, at + 3, value, 8);
    }
  };

  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final int width;

  Form(int width) {
    this.width = width;
  }

  /** Writes all of the bytes from {@code at}. */
  abstract void write(byte[] to, int at, long value);

  /** These bytes alone. */
  byte[] bytes(long value) {
    byte[] bytes = new byte[width];
    write(bytes, 0, value);
    return bytes;
  }

  /** These bytes, which must be ASCII. */
  String text(long value) {
    return new String(bytes(value), StandardCharsets.US_ASCII);
  }

  private static void hex(byte[] to, int at, long value, int firstShift, int digits) {
    for (int i = 0; i < digits; i++) {
      to[at + i] = DIGITS[(int) (value >>> (firstShift - 4 * i)) & 0xf];
    }
  }

  private static void decimal(byte[] to, int at, long value, int digits) {
    long left = value;
    for (int i = digits - 1; i >= 0; i--) {
      to[at + i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
