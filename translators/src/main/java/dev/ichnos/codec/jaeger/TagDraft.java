package dev.ichnos.codec.jaeger;

import dev.ichnos.model.Attributes;

/**
 * One tag, or one field of a log, while it is read: a key, and a value in the field of its type.
 */
final class TagDraft {
  private static final byte[] NO_BYTES = {};

  /** The type of a tag's value; both formats have the same five, under other numbers. */
  enum Type {
    STRING,
    BOOL,
    LONG,
    DOUBLE,
    BINARY,
    /** A number that stands for none of them. */
    UNKNOWN
  }

  String key = "";
  Type type = Type.STRING;
  String text = "";
  boolean flag;
  long integer;
  double floating;
  byte[] bytes = NO_BYTES;

  void clear() {
    key = "";
    type = Type.STRING;
    text = "";
    flag = false;
    integer = 0;
    floating = 0;
    bytes = NO_BYTES;
  }

  /** Whether it is a text. */
  boolean isText() {
    return type == Type.STRING;
  }

  /** Whether an attribute can be made of it. */
  boolean isUsable() {
    return !key.isEmpty() && type != Type.UNKNOWN;
  }

  /** Puts it under another key. */
  void putInto(Attributes.Builder attributes, String under) {
    switch (type) {
      case STRING -> attributes.put(under, text);
      case BOOL -> attributes.put(under, flag);
      case LONG -> attributes.put(under, integer);
      case DOUBLE -> attributes.put(under, floating);
      case BINARY -> attributes.put(under, bytes);
      case UNKNOWN -> {}
    }
  }
}
