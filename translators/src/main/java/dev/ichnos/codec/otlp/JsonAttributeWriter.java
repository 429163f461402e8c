package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes attributes as KeyValue objects, and the elements of lists as AnyValue objects. */
final class JsonAttributeWriter {
  private final JsonGenerator json;
  private final Values pairs = new Values(true);
  private final Values elements = new Values(false);

  JsonAttributeWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes each attribute as an element of the list that was begun; throws unchecked. */
  AttributeVisitor pairs() {
    return pairs;
  }

  /** Writes the member of an AnyValue. */
  private interface Member {
    void write() throws IOException;
  }

  private final class Values implements AttributeVisitor {
    private final boolean keyed;

    Values(boolean keyed) {
      this.keyed = keyed;
    }

    private void write(String key, Member member) {
      try {
        json.writeStartObject();
        if (keyed) {
          json.writeStringField("key", Utf8.mend(key));
          json.writeObjectFieldStart("value");
        }
        member.write();
        if (keyed) {
          json.writeEndObject();
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stringValue(String key, String value) {
      write(key, () -> json.writeStringField("stringValue", Utf8.mend(value)));
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
      write(key, () -> json.writeNumberField("doubleValue", value));
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      write(key, () -> json.writeBinaryField("bytesValue", value));
    }

    @Override
    public void listValue(String key, AttributeList value) {
      write(key, () -> values("arrayValue", () -> value.forEach(elements)));
    }

    @Override
    public void mapValue(String key, Attributes value) {
      write(key, () -> values("kvlistValue", () -> value.forEach(pairs)));
    }

    @Override
    public void emptyValue(String key) {
      write(key, () -> {});
    }

    private void values(String name, Runnable content) throws IOException {
      json.writeObjectFieldStart(name);
      json.writeArrayFieldStart("values");
      content.run();
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
