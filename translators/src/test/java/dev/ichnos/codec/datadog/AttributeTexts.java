package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Attributes by key, each value as text behind its type, so that order does not count. */
final class AttributeTexts implements AttributeVisitor {
  final Map<String, String> all = new TreeMap<>();

  @Override
  public void stringValue(String key, String value) {
    all.put(key, "text " + value);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    all.put(key, "boolean " + value);
  }

  @Override
  public void longValue(String key, long value) {
    all.put(key, "integer " + value);
  }

  @Override
  public void doubleValue(String key, double value) {
    all.put(key, "double " + value);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    all.put(key, "bytes " + Arrays.toString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    all.put(key, "list " + value);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    all.put(key, "map " + value);
  }

  @Override
  public void emptyValue(String key) {
    all.put(key, "nothing");
  }
}
