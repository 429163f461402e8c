package dev.ichnos.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JSON for pages: what fits into a line stands in one. Numbers stay as they were written. */
final class ShortJson {
  private static final int LINE = 110;

  private ShortJson() {}

  /** The same document, its lines ended, keys in their order. */
  static String of(String json) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(json)) {
      in.nextToken();
      StringBuilder out = new StringBuilder();
      write(value(in), "", 0, out);
      return out.append('\n').toString();
    }
  }

  /**
   * A value.
   *
   * @param text of a scalar, as JSON has it; {@code [} or {@code {} of others
   * @param keys one for each part of an object; empty otherwise
   */
  private record Node(String text, List<String> keys, List<Node> parts) {
    String inOneLine() {
      if (!isContainer()) {
        return text;
      }
      List<String> all = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        all.add(label(i) + parts.get(i).inOneLine());
      }
      return text + String.join(", ", all) + end();
    }

    boolean isContainer() {
      return text.equals("[") || text.equals("{");
    }

    String end() {
      return text.equals("[") ? "]" : "}";
    }

    String label(int part) {
      return keys.isEmpty() ? "" : keys.get(part) + ": ";
    }
  }

  private static Node value(JsonParser in) throws IOException {
    List<String> keys = new ArrayList<>();
    List<Node> parts = new ArrayList<>();
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        parts.add(value(in));
      }
      return new Node("[", keys, parts);
    }
    if (in.currentToken() == JsonToken.START_OBJECT) {
      while (in.nextToken() != JsonToken.END_OBJECT) {
        keys.add(quoted(in.currentName()));
        in.nextToken();
        parts.add(value(in));
      }
      return new Node("{", keys, parts);
    }
    String text = in.getText();
    return new Node(in.currentToken() == JsonToken.VALUE_STRING ? quoted(text) : text, keys, parts);
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static void write(Node node, String label, int depth, StringBuilder out) {
    String indent = "  ".repeat(depth);
    String line = indent + label + node.inOneLine();
    if (!node.isContainer() || line.length() <= LINE) {
      out.append(line);
      return;
    }
    out.append(indent).append(label).append(node.text()).append('\n');
    for (int i = 0; i < node.parts().size(); i++) {
      write(node.parts().get(i), node.label(i), depth + 1, out);
      out.append(i + 1 < node.parts().size() ? ",\n" : "\n");
    }
    out.append(indent).append(node.end());
  }
}
