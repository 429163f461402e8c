package dev.ichnos.codec.datadog;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Base64;

/**
 * Builds the JSON that goes into the text of a tag. Bytes are base64; what JSON has no number for,
 * or what readers would round (NaN, infinities, integers beyond 2^53), is text. Texts are cut to
 * the limit of a tag, so that one value cannot blow it up. Not thread-safe.
 */
final class JsonText implements AttributeVisitor {
  private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

  private final StringBuilder json = new StringBuilder(256);
  private boolean bareTexts;
  private boolean inObject;

  /** What was built so far; the caller may shorten it. */
  StringBuilder builder() {
    return json;
  }

  void clear() {
    json.setLength(0);
  }

  /** An attribute's value as the text of a tag: JSON for lists and maps. */
  String of(AttributeList list) {
    clear();
    list(list);
    return json.toString();
  }

  /** An attribute's value as the text of a tag: JSON for lists and maps. */
  String of(Attributes map) {
    clear();
    object(map);
    return json.toString();
  }

  /** Appends a key and its colon, with a comma unless it is the first of its object. */
  void key(String key) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    string(key);
    json.append(':');
  }

  void string(String text) {
    json.append('"');
    ESCAPES.quoteAsString(Limits.prefix(text, Limits.VALUE), json);
    json.append('"');
  }

  void object(Attributes attributes) {
    boolean outer = inObject;
    inObject = true;
    json.append('{');
    attributes.forEach(this);
    json.append('}');
    inObject = outer;
  }

  /** As {@link #object}, but every scalar is text, as readers of links expect. */
  void objectOfTexts(Attributes attributes) {
    bareTexts = true;
    object(attributes);
    bareTexts = false;
  }

  @Override
  public void stringValue(String key, String value) {
    name(key);
    string(value);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    name(key);
    scalar(Boolean.toString(value), bareTexts);
  }

  @Override
  public void longValue(String key, long value) {
    name(key);
    scalar(Long.toString(value), bareTexts || !Numbers.isExact(value));
  }

  @Override
  public void doubleValue(String key, double value) {
    name(key);
    scalar(Numbers.text(value), bareTexts || !Double.isFinite(value));
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    name(key);
    string(Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    name(key);
    if (bareTexts) {
      string(new JsonText().of(value));
    } else {
      list(value);
    }
  }

  @Override
  public void mapValue(String key, Attributes value) {
    name(key);
    if (bareTexts) {
      string(new JsonText().of(value));
    } else {
      object(value);
    }
  }

  @Override
  public void emptyValue(String key) {
    name(key);
    json.append(bareTexts ? "\"\"" : "null");
  }

  private void list(AttributeList list) {
    boolean outer = inObject;
    inObject = false;
    json.append('[');
    list.forEach(this);
    json.append(']');
    inObject = outer;
  }

  /** Commas, and in an object the key: a list's values have none. */
  private void name(String key) {
    char last = json.charAt(json.length() - 1);
    if (last != '{' && last != '[') {
      json.append(',');
    }
    if (inObject) {
      string(key);
      json.append(':');
    }
  }

  private void scalar(String text, boolean quoted) {
    if (quoted) {
      json.append('"').append(text).append('"');
    } else {
      json.append(text);
    }
  }
}
