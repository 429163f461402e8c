package dev.ichnos.collector.mapping;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A protobuf message as JSON, as the specification maps it (protobuf.dev, ProtoJSON), but with the
 * names of the {@code .proto} file: 64-bit numbers as text, times as RFC 3339, enums by name.
 */
final class ProtoJson {
  private ProtoJson() {}

  static void write(Message message, JsonGenerator json) throws IOException {
    if (message instanceof Timestamp time) {
      json.writeString(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
      return;
    }
    if (message instanceof BoolValue wrapped) {
      json.writeBoolean(wrapped.getValue());
      return;
    }
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      json.writeFieldName(field.getKey().getName());
      if (field.getKey().isMapField()) {
        writeMap((List<?>) field.getValue(), json);
      } else if (field.getKey().isRepeated()) {
        json.writeStartArray();
        for (Object value : (List<?>) field.getValue()) {
          writeValue(value, json);
        }
        json.writeEndArray();
      } else {
        writeValue(field.getValue(), json);
      }
    }
    json.writeEndObject();
  }

  private static void writeMap(List<?> entries, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Object entry : entries) {
      Message pair = (Message) entry;
      json.writeFieldName(pair.getField(field(pair, "key")).toString());
      writeValue(pair.getField(field(pair, "value")), json);
    }
    json.writeEndObject();
  }

  private static FieldDescriptor field(Message pair, String name) {
    return pair.getDescriptorForType().findFieldByName(name);
  }

  private static void writeValue(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Message message) {
      write(message, json);
    } else if (value instanceof EnumValueDescriptor constant) {
      json.writeString(constant.getName());
    } else if (value instanceof ByteString bytes) {
      json.writeBinary(bytes.toByteArray());
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }
}
