package dev.ichnos.collector.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a configuration file into {@link CollectorConfig}: YAML to a tree with lines, the tree to
 * records by hand, key by key.
 *
 * <p>All problems of a file are found in one pass. It never throws for what stands in a file, or
 * for a file that cannot be read. Safe for many threads.
 */
public final class ConfigReader {
  private final Map<String, String> environment;
  private final Set<String> ruleIds;

  /**
   * @param environment what {@code ${env:NAME}} sees
   * @param ruleIds the rules that {@code identity.rules} may name; empty takes any
   */
  public ConfigReader(Map<String, String> environment, Set<String> ruleIds) {
    this.environment = Map.copyOf(environment);
    this.ruleIds = Set.copyOf(ruleIds);
  }

  /**
   * What came of a file.
   *
   * @param config absent when there are problems
   * @param problems by line; empty when the file can be used
   * @param warnings by line; the file can be used
   */
  public record Result(
      Optional<CollectorConfig> config, List<Problem> problems, List<Problem> warnings) {
    public Result {
      Objects.requireNonNull(config, "config");
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /** Reads a file, blocking. */
  public Result read(Path file) {
    try {
      if (Files.size(file) > 4L * YamlTree.MAX_CHARS) {
        return failure(file + ": too long (expected: at most 1 MiB)");
      }
      return read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return failure(file + ": cannot be read (expected: a readable file)");
    }
  }

  /** Reads the text of a file. One that says nothing is {@link CollectorConfig#defaults()}. */
  public Result read(String text) {
    List<Problem> problems = new ArrayList<>();
    Optional<YamlNode> root = YamlTree.read(text, problems);
    if (root.isEmpty() || (root.get() instanceof YamlNode.Scalar scalar && scalar.empty())) {
      return problems.isEmpty()
          ? new Result(Optional.of(CollectorConfig.defaults()), List.of(), List.of())
          : new Result(Optional.empty(), problems, List.of());
    }
    if (!(root.get() instanceof YamlNode.Mapping)) {
      problems.add(
          new Problem(root.get().line(), "no keys (expected: receivers, exporters, service)"));
      return new Result(Optional.empty(), problems, List.of());
    }
    return bind(new Binding(new Substitution(environment), problems), root.get());
  }

  /** The keys that this reader asks for when it reads this text. */
  List<Binding.KnownKey> knownKeys(String text) {
    Binding binding = new Binding(new Substitution(environment), List.of());
    bind(binding, YamlTree.read(text, new ArrayList<>()).orElseThrow());
    return binding.knownKeys();
  }

  private Result bind(Binding binding, YamlNode root) {
    Section section = new Section(binding, "", "", 1, Optional.of(root));
    CollectorConfig config = new RootBinding(section, ruleIds).read();
    List<Problem> problems = binding.problems();
    return new Result(
        problems.isEmpty() ? Optional.of(config) : Optional.empty(), problems, binding.warnings());
  }

  private static Result failure(String text) {
    return new Result(Optional.empty(), List.of(new Problem(0, text)), List.of());
  }
}
