package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Base64;

/**
 * The text of attribute values for a format whose values are text only: numbers and booleans as
 * Java writes them, bytes in base64, lists and attributes as JSON, nothing as the empty text
 * (OpenTelemetry specification 1.50, common/README.md, "AnyValue representation for non-OTLP").
 */
final class ValueText {
  private static final JsonStringEncoder QUOTER = JsonStringEncoder.getInstance();

  private ValueText() {}

  static String of(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }

  static String of(AttributeList value) {
    Json json = new Json();
    json.listValue("", value);
    return json.text.toString();
  }

  static String of(Attributes value) {
    Json json = new Json();
    json.mapValue("", value);
    return json.text.toString();
  }

  /** {@code "name": {"key":"value"}}, as OpenTelemetry's exporters to Zipkin write events. */
  static String ofEvent(String name, Attributes attributes) {
    Json json = new Json();
    json.quote(name);
    json.text.append(": ");
    json.mapValue("", attributes);
    return json.text.toString();
  }

  /** Writes compact JSON. Numbers that JSON does not know are text. */
  private static final class Json implements AttributeVisitor {
    final StringBuilder text = new StringBuilder();
    private boolean keyed;
    private boolean first = true;

    private StringBuilder begin(String key) {
      if (!first) {
        text.append(',');
      }
      first = false;
      if (keyed) {
        quote(key);
        text.append(':');
      }
      return text;
    }

    void quote(String value) {
      text.append('"');
      QUOTER.quoteAsString(value, text);
      text.append('"');
    }

    @Override
    public void stringValue(String key, String value) {
      begin(key);
      quote(value);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      begin(key).append(value);
    }

    @Override
    public void longValue(String key, long value) {
      begin(key).append(value);
    }

    @Override
    public void doubleValue(String key, double value) {
      if (Double.isFinite(value)) {
        begin(key).append(value);
      } else {
        begin(key).append('"').append(value).append('"');
      }
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      begin(key).append('"').append(of(value)).append('"');
    }

    @Override
    public void listValue(String key, AttributeList value) {
      begin(key).append('[');
      boolean outer = keyed;
      keyed = false;
      first = true;
      value.forEach(this);
      keyed = outer;
      first = false;
      text.append(']');
    }

    @Override
    public void mapValue(String key, Attributes value) {
      begin(key).append('{');
      boolean outer = keyed;
      keyed = true;
      first = true;
      value.forEach(this);
      keyed = outer;
      first = false;
      text.append('}');
    }

    @Override
    public void emptyValue(String key) {
      begin(key).append("null");
    }
  }
}
