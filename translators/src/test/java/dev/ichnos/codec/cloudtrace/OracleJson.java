package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.util.Base64;
import java.util.stream.Collectors;

/** How the oracle writes values that Cloud Trace has no type for. */
final class OracleJson {
  static final Object NULL = new Object();

  private OracleJson() {}

  static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value == NULL) {
      return "";
    }
    return value instanceof String || value instanceof Double ? value.toString() : json(value);
  }

  private static String json(Object value) {
    if (value instanceof AttributeList list) {
      return CloudTraceOracle.values(list).stream()
          .map(OracleJson::json)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Attributes map) {
      return CloudTraceOracle.values(map).entrySet().stream()
          .map(e -> quoted(e.getKey()) + ":" + json(e.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof byte[] bytes) {
      return quoted(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return quoted(number.toString());
    }
    return value == NULL ? "null" : value.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }
}
