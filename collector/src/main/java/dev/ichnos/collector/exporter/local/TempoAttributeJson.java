package dev.ichnos.collector.exporter.local;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes attributes as protobuf's JSON has OTLP's KeyValue and AnyValue: 64-bit numbers as text.
 */
final class TempoAttributeJson implements AttributeVisitor {
  private final JsonGenerator json;
  private boolean inList;

  TempoAttributeJson(JsonGenerator json) {
    this.json = json;
  }

  void write(Attributes attributes) throws IOException {
    boolean outer = inList;
    inList = false;
    json.writeStartArray();
    try {
      attributes.forEach(this);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    json.writeEndArray();
    inList = outer;
  }

  @Override
  public void stringValue(String key, String value) {
    write(key, () -> json.writeStringField("stringValue", value));
  }

  @Override
  public void booleanValue(String key, boolean value) {
    write(key, () -> json.writeBooleanField("boolValue", value));
  }

  @Override
  public void longValue(String key, long value) {
    write(key, () -> json.writeStringField("intValue", Long.toString(value)));
  }

  @Override
  public void doubleValue(String key, double value) {
    write(
        key,
        () -> {
          if (Double.isFinite(value)) {
            json.writeNumberField("doubleValue", value);
          } else {
            json.writeStringField(
                "doubleValue", Double.toString(value)); // NaN, Infinity, as protobuf's JSON
          }
        });
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    write(key, () -> json.writeBinaryField("bytesValue", value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    write(
        key,
        () -> {
          json.writeObjectFieldStart("arrayValue");
          json.writeArrayFieldStart("values");
          boolean outer = inList;
          inList = true;
          value.forEach(this);
          inList = outer;
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @Override
  public void mapValue(String key, Attributes value) {
    write(
        key,
        () -> {
          json.writeObjectFieldStart("kvlistValue");
          json.writeFieldName("values");
          write(value);
          json.writeEndObject();
        });
  }

  @Override
  public void emptyValue(String key) {
    write(key, () -> {});
  }

  private void write(String key, Value value) {
    try {
      json.writeStartObject();
      if (inList) {
        value.write();
      } else {
        json.writeStringField("key", key);
        json.writeObjectFieldStart("value");
        value.write();
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Value {
    void write() throws IOException;
  }
}
