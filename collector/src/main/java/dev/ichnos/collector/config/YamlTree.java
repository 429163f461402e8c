package dev.ichnos.collector.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads YAML into {@link YamlNode}s.
 *
 * <p>The bounds: {@value #MAX_CHARS} characters, {@value #MAX_DEPTH} levels, one document, and no
 * aliases, so that no file grows when it is read.
 */
final class YamlTree {
  static final int MAX_CHARS = 1 << 20;
  static final int MAX_DEPTH = 32;

  private static final YAMLFactory YAML = new YAMLFactory();

  private final YAMLParser parser;
  private final List<Problem> problems;

  private YamlTree(YAMLParser parser, List<Problem> problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The root, or nothing when the text is empty or cannot be read, which {@code problems} says. */
  static Optional<YamlNode> read(String text, List<Problem> problems) {
    if (text.length() > MAX_CHARS) {
      problems.add(new Problem(0, "the file is too long (expected: at most 1 MiB)"));
      return Optional.empty();
    }
    try (YAMLParser parser = YAML.createParser(text)) {
      return new YamlTree(parser, problems).document();
    } catch (JacksonException e) {
      problems.add(new Problem(lineOf(e), "not YAML: " + reason(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return Optional.empty();
  }

  private Optional<YamlNode> document() throws IOException {
    if (parser.nextToken() == null) {
      return Optional.empty();
    }
    YamlNode root = node("", 0);
    if (parser.nextToken() != null) {
      problems.add(new Problem(line(), "a second document begins (expected: one)"));
    }
    return Optional.of(root);
  }

  private YamlNode node(String path, int depth) throws IOException {
    int line = line();
    if (depth > MAX_DEPTH) {
      problems.add(new Problem(line, path + ": more than " + MAX_DEPTH + " levels"));
      parser.skipChildren();
      return new YamlNode.Scalar(line, "", true);
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(path, depth, line);
    }
    if (token == JsonToken.START_ARRAY) {
      return sequence(path, depth, line);
    }
    if (parser.isCurrentAlias()) {
      problems.add(
          new Problem(
              line,
              path + ": *" + parser.getText() + " (expected: the value itself, not an alias)"));
      return new YamlNode.Scalar(line, "", true);
    }
    return new YamlNode.Scalar(
        line, token == JsonToken.VALUE_NULL ? "" : parser.getText(), token == JsonToken.VALUE_NULL);
  }

  private YamlNode mapping(String path, int depth, int line) throws IOException {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      YamlNode value = node(keyPath, depth + 1);
      Integer first = lines.putIfAbsent(key, keyLine);
      if (first == null) {
        entries.add(new YamlNode.Entry(keyLine, key, value));
      } else {
        problems.add(new Problem(keyLine, keyPath + ": stands in line " + first + " already"));
      }
    }
    return new YamlNode.Mapping(line, entries);
  }

  private YamlNode sequence(String path, int depth, int line) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path, depth + 1));
    }
    return new YamlNode.Sequence(line, items);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private static int lineOf(JacksonException e) {
    JsonLocation location = e.getLocation();
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  /** SnakeYAML's text without the lines of the file that it shows: they may hold a secret. */
  private static String reason(String text) {
    StringBuilder reason = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        reason.append(reason.isEmpty() ? "" : ", ").append(line.strip());
      }
    }
    return reason.toString();
  }
}
