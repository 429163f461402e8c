package dev.ichnos.model;

/**
 * Reads attributes, one method per value type, so that a new type cannot be forgotten by any
 * encoder. Called in insertion order. In an {@link AttributeList}, whose elements have no keys, the
 * key is empty.
 */
public interface AttributeVisitor {
  void stringValue(String key, String value);

  void booleanValue(String key, boolean value);

  void longValue(String key, long value);

  void doubleValue(String key, double value);

  /** The array belongs to the attributes: it must be neither changed nor kept. */
  void bytesValue(String key, byte[] value);

  void listValue(String key, AttributeList value);

  void mapValue(String key, Attributes value);

  /** A key whose value the sender left empty (OTLP's {@code AnyValue} with nothing set). */
  void emptyValue(String key);
}
