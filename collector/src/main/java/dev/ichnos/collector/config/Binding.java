package dev.ichnos.collector.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all {@link Section}s of one file share: where problems go, and which keys have been asked
 * for. The reference page is tested against the latter.
 */
final class Binding {
  private final Substitution substitution;
  private final List<Problem> problems;
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<String, KnownKey> known = new TreeMap<>();

  Binding(Substitution substitution, List<Problem> problems) {
    this.substitution = substitution;
    this.problems = new ArrayList<>(problems);
  }

  Substitution substitution() {
    return substitution;
  }

  void problem(int line, String text) {
    problems.add(new Problem(line, text));
  }

  void warning(int line, String text) {
    Problem warning = new Problem(line, text);
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  void known(String path, String type, String fallback) {
    known.putIfAbsent(path, new KnownKey(path, type, fallback));
  }

  /** In the file's order. */
  List<Problem> problems() {
    return sorted(problems);
  }

  /** In the file's order. */
  List<Problem> warnings() {
    return sorted(warnings);
  }

  /** Every key that was asked for, present or not. */
  List<KnownKey> knownKeys() {
    return List.copyOf(known.values());
  }

  private static List<Problem> sorted(List<Problem> problems) {
    return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  /**
   * A key that the reader knows.
   *
   * @param path with the type in place of ids, and {@code <group>} in place of what several
   *     components share
   * @param type as the reference page names it
   * @param fallback the default as written in a file; empty when there is none
   */
  record KnownKey(String path, String type, String fallback) {}
}
