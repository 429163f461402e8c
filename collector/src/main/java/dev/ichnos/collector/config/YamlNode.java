package dev.ichnos.collector.config;

import java.util.List;

/** A value of a YAML file, with the place where it stands. */
sealed interface YamlNode {
  /** From 1. */
  int line();

  /** What it is, for messages. */
  String what();

  /**
   * A single value.
   *
   * @param text as written, before substitution; empty when null
   * @param empty nothing was written, or a plain {@code null} or {@code ~}
   */
  record Scalar(int line, String text, boolean empty) implements YamlNode {
    @Override
    public String what() {
      return empty ? "nothing" : text;
    }
  }

  /** A map, in the file's order; a key that comes twice stands here once, the first time. */
  record Mapping(int line, List<Entry> entries) implements YamlNode {
    @Override
    public String what() {
      return "a map";
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String what() {
      return "a list";
    }
  }

  /** One key of a map; its line is the key's own. */
  record Entry(int line, String key, YamlNode value) {}
}
