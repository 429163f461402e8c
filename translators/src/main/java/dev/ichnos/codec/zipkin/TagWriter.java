package dev.ichnos.codec.zipkin;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;

/** Adds attributes of any type to tags, as text; their keys must be new there. */
record TagWriter(TagList tags) implements AttributeVisitor {
  @Override
  public void stringValue(String key, String value) {
    tags.add(key, value);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    tags.add(key, Boolean.toString(value));
  }

  @Override
  public void longValue(String key, long value) {
    tags.add(key, Long.toString(value));
  }

  @Override
  public void doubleValue(String key, double value) {
    tags.add(key, Double.toString(value));
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    tags.add(key, ValueText.of(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    tags.add(key, ValueText.of(value));
  }

  @Override
  public void mapValue(String key, Attributes value) {
    tags.add(key, ValueText.of(value));
  }

  @Override
  public void emptyValue(String key) {
    tags.add(key, "");
  }
}
