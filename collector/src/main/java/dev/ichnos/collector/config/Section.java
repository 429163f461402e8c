package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A map of the file, asked key by key.
 *
 * <p>A value that is wrong is reported once and then read as its default, so that one pass finds
 * all problems. What was never asked for is unknown: {@link #bind} reports it.
 */
final class Section {
  private static final Pattern RULE = Pattern.compile("(?s)([a-z_.]+): (.*) (\\(expected: .*\\))");
  private static final int MAX_SHOWN = 120;

  private final Binding binding;
  private final String path;
  private final String pattern;
  private final int line;
  private final boolean present;
  private final Map<String, YamlNode.Entry> entries;
  private final Map<String, Section> sections;
  private final Set<String> asked;
  private final Set<String> spoiled;

  /**
   * @param path as in the file, for messages
   * @param pattern as in the reference page
   * @param line where it stands, or where it is missing
   */
  Section(Binding binding, String path, String pattern, int line, Optional<YamlNode> node) {
    this.binding = binding;
    this.path = path;
    this.pattern = pattern;
    this.line = line;
    this.present = node.isPresent();
    this.entries = new LinkedHashMap<>();
    this.sections = new HashMap<>();
    this.asked = new TreeSet<>();
    this.spoiled = new HashSet<>();
    if (node.isEmpty() || (node.get() instanceof YamlNode.Scalar scalar && scalar.empty())) {
      return;
    }
    if (node.get() instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
    } else {
      binding.problem(line, name() + ": " + shown(node.get()) + " (expected: keys and values)");
    }
  }

  private Section(Section same, String pattern) {
    this.binding = same.binding;
    this.path = same.path;
    this.pattern = pattern;
    this.line = same.line;
    this.present = same.present;
    this.entries = same.entries;
    this.sections = same.sections;
    this.asked = same.asked;
    this.spoiled = same.spoiled;
  }

  /** This section, for keys that stand in the reference page once for all that have them. */
  Section as(String group) {
    return new Section(this, group);
  }

  Binding binding() {
    return binding;
  }

  String path() {
    return path;
  }

  int line() {
    return line;
  }

  /** Whether the file names it, if only by its key. */
  boolean present() {
    return present;
  }

  boolean has(String key) {
    return lookUp(key).isPresent();
  }

  /** Whether its value has been reported. */
  boolean spoiled(String key) {
    return spoiled.contains(key);
  }

  int lineOf(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  /** The line of a key some levels down, or of the last key on the way there. */
  int lineOf(List<String> keys) {
    Section section = this;
    int last = line;
    for (String key : keys) {
      last = section.entries.containsKey(key) ? section.lineOf(key) : last;
      section = section.sections.getOrDefault(key, section);
    }
    return last;
  }

  /** Every key of the map, all of them asked for by this. */
  List<YamlNode.Entry> all() {
    asked.addAll(entries.keySet());
    return List.copyOf(entries.values());
  }

  Section section(String key) {
    return section(key, pattern.isEmpty() ? key : pattern + "." + key);
  }

  /** The map at this key, empty when absent, with its place in the reference page. */
  Section section(String key, String keyPattern) {
    asked.add(key);
    return sections.computeIfAbsent(
        key,
        ignored ->
            new Section(
                binding,
                pathOf(key),
                keyPattern,
                lineOf(key),
                Optional.ofNullable(entries.get(key)).map(YamlNode.Entry::value)));
  }

  <T> T value(String key, String type, T fallback, Function<String, T> parser) {
    return ask(key, type, String.valueOf(fallback), parser).orElse(fallback);
  }

  /** A value without default. */
  <T> Optional<T> optional(String key, String type, Function<String, T> parser) {
    return ask(key, type, "", parser);
  }

  private <T> Optional<T> ask(
      String key, String type, String fallback, Function<String, T> parser) {
    asked.add(key);
    binding.known(pattern.isEmpty() ? key : pattern + "." + key, type, fallback);
    Optional<YamlNode> node = lookUp(key);
    if (node.isEmpty() || spoiled.contains(key)) {
      return Optional.empty();
    }
    return parse(key, lineOf(key), node.get(), "(expected: " + type + ")", parser);
  }

  Optional<String> text(String key) {
    return optional(key, "text", Function.identity());
  }

  /** A value whose key is a name of the user's. */
  <T> Optional<T> own(String key, Function<String, T> parser, String expected) {
    return lookUp(key)
        .flatMap(node -> parse(key, lineOf(key), node, "(expected: " + expected + ")", parser));
  }

  /** A value that is never shown; its key is a name of the user's. */
  Optional<Secret> secret(String key, Pattern form) {
    asked.add(key);
    YamlNode.Entry entry = entries.get(key);
    if (entry == null || spoiled.contains(key)) {
      return Optional.empty();
    }
    if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
      spoil(key, entry.value().what() + " (expected: text)");
      return Optional.empty();
    }
    Optional<String> text = substituted(key, lineOf(key), scalar);
    if (text.isPresent() && !form.matcher(text.get()).matches()) {
      spoil(key, "*** (expected: one line of ASCII text)");
      return Optional.empty();
    }
    return text.map(Secret::new);
  }

  /** The values of a list, which are never shown; empty when absent. */
  List<Secret> secrets(String key, Pattern form) {
    asked.add(key);
    binding.known(pattern.isEmpty() ? key : pattern + "." + key, "list of text", "");
    Optional<YamlNode> node = lookUp(key);
    if (node.isEmpty() || spoiled.contains(key)) {
      return List.of();
    }
    List<Secret> secrets = new ArrayList<>();
    if (node.get() instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        Optional<String> text =
            item instanceof YamlNode.Scalar scalar
                ? substituted(key, item.line(), scalar)
                : Optional.empty();
        if (text.isPresent() && form.matcher(text.get()).matches()) {
          secrets.add(new Secret(text.get()));
        }
      }
      if (secrets.size() == sequence.items().size()) {
        return secrets;
      }
    }
    spoil(key, "*** (expected: a list of texts, each one line of ASCII without spaces)");
    return List.of();
  }

  Duration duration(String key, Duration fallback) {
    return ask(key, "duration", DurationText.format(fallback), DurationText::parse)
        .orElse(fallback);
  }

  DataSize size(String key, DataSize fallback) {
    return value(key, "size", fallback, DataSize::parse);
  }

  int integer(String key, int fallback) {
    return value(key, "integer", fallback, Integer::valueOf);
  }

  double number(String key, double fallback) {
    return value(key, "number", fallback, Double::valueOf);
  }

  boolean flag(String key, boolean fallback) {
    return value(key, "true or false", fallback, Section::parseFlag);
  }

  <E extends Enum<E>> E choice(String key, E fallback, List<E> choices) {
    List<String> names = choices.stream().map(Section::nameOf).toList();
    String type = String.join(" or ", names);
    return ask(key, type, nameOf(fallback), text -> choiceOf(text, names, choices, type))
        .orElse(fallback);
  }

  /** The values of a list, with their lines; empty when absent. */
  <T> List<Item<T>> list(String key, String type, Function<String, T> parser) {
    asked.add(key);
    binding.known(pattern.isEmpty() ? key : pattern + "." + key, "list of " + type, "");
    Optional<YamlNode> node = lookUp(key);
    if (node.isEmpty() || spoiled.contains(key)) {
      return List.of();
    }
    if (!(node.get() instanceof YamlNode.Sequence sequence)) {
      spoil(key, shown(node.get()) + " (expected: a list, such as [a, b])");
      return List.of();
    }
    List<Item<T>> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      parse(key, item.line(), item, "(expected: " + type + ")", parser)
          .ifPresent(value -> items.add(new Item<>(item.line(), value)));
    }
    return items;
  }

  /** Reports a value of this key, once; from then on it reads as its default. */
  void spoil(String key, String what) {
    if (!spoiled.contains(key)) {
      spoil(key, lineOf(key), what);
    }
  }

  private void spoil(String key, int at, String what) {
    spoiled.add(key);
    binding.problem(at, pathOf(key) + ": " + what);
  }

  /** Reports that a key must be there. */
  void missing(String key, String expected) {
    if (spoiled.add(key)) {
      binding.problem(line, pathOf(key) + ": missing (expected: " + expected + ")");
    }
  }

  /** Takes a key that another collector knows, whatever its value, and says what it means here. */
  void answered(String key, String answer) {
    asked.add(key);
    binding.known(pattern.isEmpty() ? key : pattern + "." + key, "ignored", "");
    if (entries.containsKey(key)) {
      binding.warning(lineOf(key), pathOf(key) + ": ignored: " + answer);
    }
  }

  /**
   * Makes a record from this section. A rule that the record's constructor finds broken is reported
   * at its key, and the record is tried again with that key's default, for the next rule.
   */
  <T> T bind(Supplier<T> constructor, T fallback) {
    T bound = fallback;
    for (int attempts = 0; attempts <= entries.size(); attempts++) {
      try {
        bound = constructor.get();
        break;
      } catch (IllegalArgumentException e) {
        if (!report(String.valueOf(e.getMessage()))) {
          break;
        }
      }
    }
    finish();
    return bound;
  }

  /** Reports the keys that nobody asked for. */
  void finish() {
    for (YamlNode.Entry entry : entries.values()) {
      if (!asked.contains(entry.key()) && spoiled.add(entry.key())) {
        binding.problem(entry.line(), pathOf(entry.key()) + ": unknown key " + hint(entry.key()));
      }
    }
  }

  private String hint(String key) {
    return Hints.of(key)
        .or(() -> Nearest.to(key, asked).map(nearest -> "(nearest: " + nearest + ")"))
        .orElse("(expected: " + String.join(", ", asked) + ")");
  }

  /** Whether it was new, so that another try may find more. */
  private boolean report(String message) {
    Matcher matcher = RULE.matcher(message);
    String key = matcher.matches() ? matcher.group(1) : "";
    Optional<YamlNode> node = lookUp(key);
    if (node.isEmpty()) {
      if (spoiled.isEmpty()) {
        binding.problem(line, (path.isEmpty() ? "" : path + ".") + message);
      }
      return false;
    }
    if (spoiled.contains(key)) {
      return false;
    }
    spoil(key, shown(node.get()) + " " + matcher.group(3));
    return true;
  }

  private <T> Optional<T> parse(
      String key, int at, YamlNode node, String expected, Function<String, T> parser) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      spoil(key, at, shown(node) + " " + expected);
      return Optional.empty();
    }
    try {
      return substituted(key, at, scalar).map(parser);
    } catch (IllegalArgumentException e) {
      spoil(key, at, shown(node) + " " + expectation(e, expected));
      return Optional.empty();
    }
  }

  private Optional<String> substituted(String key, int at, YamlNode.Scalar scalar) {
    try {
      return Optional.of(binding.substitution().apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      spoil(key, at, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** What was expected, as the exception's text says it at its end, or else {@code other}. */
  private static String expectation(IllegalArgumentException e, String other) {
    String message = String.valueOf(e.getMessage());
    int rule = message.indexOf("(expected:");
    return rule < 0 ? other : message.substring(rule);
  }

  private Optional<YamlNode> lookUp(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null || (entry.value() instanceof YamlNode.Scalar scalar && scalar.empty())
        ? Optional.empty()
        : Optional.of(entry.value());
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private String name() {
    return path.isEmpty() ? "the file" : path;
  }

  /** A value as it was written, short, in one line, without the password of a URL. */
  private static String shown(YamlNode node) {
    String text = node.what().replaceAll("//[^/@]*@", "//***@").replaceAll("\\p{Cntrl}", " ");
    if (text.isEmpty()) {
      return "\"\"";
    }
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("(expected: true or false)");
    };
  }

  private static <E> E choiceOf(String text, List<String> names, List<E> choices, String type) {
    int index = names.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException("(expected: " + type + ")");
    }
    return choices.get(index);
  }

  private static String nameOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** One value of a list, with its line. */
  record Item<T>(int line, T value) {}
}
