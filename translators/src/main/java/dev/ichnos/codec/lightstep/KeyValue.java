package dev.ichnos.codec.lightstep;

import dev.ichnos.model.Attributes;

/**
 * One tag, or one field of a log, while it is read: a key, and a value in the field of its type.
 */
final class KeyValue {
  enum Type {
    ABSENT,
    STRING,
    LONG,
    DOUBLE,
    BOOL
  }

  String key = "";
  Type type = Type.ABSENT;
  String text = "";
  long integer;
  double floating;
  boolean flag;

  void clear() {
    key = "";
    type = Type.ABSENT;
    text = "";
  }

  void text(String value) {
    type = Type.STRING;
    text = value;
  }

  boolean isText() {
    return type == Type.STRING;
  }

  void putInto(Attributes.Builder attributes, String under) {
    switch (type) {
      case STRING -> attributes.put(under, text);
      case LONG -> attributes.put(under, integer);
      case DOUBLE -> attributes.put(under, floating);
      case BOOL -> attributes.put(under, flag);
      case ABSENT -> attributes.putEmpty(under);
    }
  }
}
