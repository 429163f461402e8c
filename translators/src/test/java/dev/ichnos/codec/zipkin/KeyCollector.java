package dev.ichnos.codec.zipkin;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.List;

/** Collects the very objects that are the keys. */
record KeyCollector(List<String> keys) implements AttributeVisitor {
  @Override
  public void stringValue(String key, String value) {
    keys.add(key);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    keys.add(key);
  }

  @Override
  public void longValue(String key, long value) {
    keys.add(key);
  }

  @Override
  public void doubleValue(String key, double value) {
    keys.add(key);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    keys.add(key);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    keys.add(key);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    keys.add(key);
  }

  @Override
  public void emptyValue(String key) {
    keys.add(key);
  }
}
