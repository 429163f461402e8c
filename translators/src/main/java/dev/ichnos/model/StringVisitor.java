package dev.ichnos.model;

/**
 * Reads texts alone, for those who ask about attributes that are texts by their meaning, such as a
 * name or a header. Never for an encoder, which would silently lose all else.
 */
@FunctionalInterface
public interface StringVisitor extends AttributeVisitor {
  @Override
  void stringValue(String key, String value);

  @Override
  default void booleanValue(String key, boolean value) {}

  @Override
  default void longValue(String key, long value) {}

  @Override
  default void doubleValue(String key, double value) {}

  @Override
  default void bytesValue(String key, byte[] value) {}

  @Override
  default void listValue(String key, AttributeList value) {}

  @Override
  default void mapValue(String key, Attributes value) {}

  @Override
  default void emptyValue(String key) {}
}
