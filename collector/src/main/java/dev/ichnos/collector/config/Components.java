package dev.ichnos.collector.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The entries of {@code receivers} or {@code exporters}: their ids, and what was made of each.
 *
 * @param lines where each id stands, the broken ones too, so that naming one is not a second error
 * @param configs those that could be read, by id, in the file's order
 * @param <T> {@link ReceiverConfig} or {@link ExporterConfig}
 */
record Components<T>(Map<String, Integer> lines, Map<String, T> configs) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*(/[A-Za-z0-9_.-]+)?");

  /**
   * Reads all entries.
   *
   * @param types by type, what reads an entry of this id
   */
  static <T> Components<T> read(
      Section section, Map<String, BiFunction<String, Section, Optional<T>>> types) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    Map<String, T> configs = new LinkedHashMap<>();
    for (YamlNode.Entry entry : section.all()) {
      String id = entry.key();
      lines.put(id, entry.line());
      String type = typeOf(id);
      BiFunction<String, Section, Optional<T>> reader = types.get(type);
      if (!ID.matcher(id).matches()) {
        section.spoil(id, "not an id (expected: type or type/name)");
      } else if (reader != null) {
        Section own = section.section(id, section.path() + "." + type);
        reader.apply(id, own).ifPresent(config -> configs.put(id, config));
      } else {
        section.spoil(id, unknown(type, new TreeSet<>(types.keySet())));
      }
    }
    return new Components<>(lines, configs);
  }

  static String typeOf(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  private static String unknown(String type, Set<String> known) {
    return "unknown type ("
        + Nearest.to(type, known).map(nearest -> "nearest: " + nearest + "; ").orElse("")
        + "expected: one of "
        + String.join(", ", known)
        + ")";
  }
}
