package dev.ichnos.codec.jaeger;

import static dev.ichnos.codec.wire.ThriftReader.STRUCT;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.codec.wire.ThriftReader;
import dev.ichnos.codec.wire.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the values that several of Jaeger's structs have, and counts what was mended. */
final class ThriftFields {
  private final ThriftReader in;
  private final Mends mends;

  ThriftFields(ThriftReader in, Mends mends) {
    this.in = in;
    this.mends = mends;
  }

  /** The size of a list of structs; a list of anything else is skipped. */
  int structs() throws ThriftException {
    int element = in.readElementType();
    int size = in.readSize(element);
    if (element == STRUCT || size == 0) {
      return size;
    }
    mends.add(MendReason.FIELD_LEFT_OUT);
    for (int i = 0; i < size; i++) {
      in.skip(element);
    }
    return 0;
  }

  /**
   * Skips a field that is not read.
   *
   * @param fields how many the struct has, numbered from 1: one of these was of another type
   */
  void skip(int field, int fields) throws ThriftException {
    int number = field & 0xFFFF;
    if (number >= 1 && number <= fields) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
    in.skip(ThriftReader.type(field));
  }

  /** A text that comes often: shared with its equals. */
  String text(KeyCache cache) throws ThriftException {
    int length = in.readLength();
    @Nullable String known = cache.get(in.array(), in.position(), length);
    if (known == null) {
      return text(length);
    }
    in.advance(length);
    return known;
  }

  String text() throws ThriftException {
    return text(in.readLength());
  }

  byte[] bytes() throws ThriftException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return Arrays.copyOfRange(in.array(), at, at + length);
  }

  private String text(int length) {
    int at = in.position();
    in.advance(length);
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      mends.add(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
