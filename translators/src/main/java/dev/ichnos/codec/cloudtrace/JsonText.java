package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Base64;

/**
 * Lists and maps as JSON text, of which only as much is kept as an attribute's value may hold; the
 * rest is counted. Bytes are base64, numbers that JSON does not know are text, the empty value is
 * null.
 */
final class JsonText implements AttributeVisitor {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder kept = new StringBuilder();
  private long bytes;
  private long keptBytes;
  private boolean full;
  private boolean first = true;
  private boolean keyed;

  private JsonText() {}

  static JsonText of(AttributeList list) {
    JsonText text = new JsonText();
    text.list(list);
    return text;
  }

  static JsonText of(Attributes map) {
    JsonText text = new JsonText();
    text.map(map);
    return text;
  }

  /** The beginning, of at most as many bytes as a value may have. */
  String kept() {
    return kept.toString();
  }

  /** The bytes behind it. */
  long cutBytes() {
    return bytes - keptBytes;
  }

  @Override
  public void stringValue(String key, String value) {
    begin(key);
    quoted(value);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    begin(key);
    append(value ? "true" : "false");
  }

  @Override
  public void longValue(String key, long value) {
    begin(key);
    append(Long.toString(value));
  }

  @Override
  public void doubleValue(String key, double value) {
    begin(key);
    if (Double.isFinite(value)) {
      append(Double.toString(value));
    } else {
      quoted(Double.toString(value));
    }
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    begin(key);
    quoted(BASE64.encodeToString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    begin(key);
    list(value);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    begin(key);
    map(value);
  }

  @Override
  public void emptyValue(String key) {
    begin(key);
    append("null");
  }

  private void list(AttributeList list) {
    boolean outerKeyed = open("[", false);
    list.forEach(this);
    close("]", outerKeyed);
  }

  private void map(Attributes map) {
    boolean outerKeyed = open("{", true);
    map.forEach(this);
    close("}", outerKeyed);
  }

  private boolean open(String bracket, boolean withKeys) {
    append(bracket);
    boolean outer = keyed;
    keyed = withKeys;
    first = true;
    return outer;
  }

  private void close(String bracket, boolean outerKeyed) {
    append(bracket);
    keyed = outerKeyed;
    first = false;
  }

  private void begin(String key) {
    if (!first) {
      append(",");
    }
    first = false;
    if (keyed) {
      quoted(key);
      append(":");
    }
  }

  private void quoted(String value) {
    append("\"");
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c < 0x20) {
        append(value.substring(from, i));
        append(escaped(c));
        from = i + 1;
      }
    }
    append(from == 0 ? value : value.substring(from));
    append("\"");
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u00" + HEX.charAt(c >> 4) + HEX.charAt(c & 0xf);
    };
  }

  private void append(String part) {
    int size = ProtoWriter.utf8Size(part);
    bytes += size;
    if (full) {
      return;
    }
    int room = CloudTraceLimits.VALUE_BYTES - (int) keptBytes;
    if (size <= room) {
      kept.append(part);
      keptBytes += size;
      return;
    }
    String beginning = TextCut.to(part, room);
    kept.append(beginning);
    keptBytes += ProtoWriter.utf8Size(beginning);
    full = true;
  }
}
