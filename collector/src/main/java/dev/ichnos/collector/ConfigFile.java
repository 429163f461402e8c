package dev.ichnos.collector;

import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The file that {@code --config} names, and how what is wrong with it is told. */
final class ConfigFile {
  private final ConfigReader reader;
  private final Optional<Path> file;

  /**
   * @param file absent means the defaults
   * @param environment what {@code ${env:NAME}} sees
   * @param ruleIds the rules that {@code identity.rules} may name; empty takes any
   */
  ConfigFile(Optional<Path> file, Map<String, String> environment, Set<String> ruleIds) {
    this.file = file;
    this.reader = new ConfigReader(environment, ruleIds);
  }

  /** Reads it, blocking. */
  ConfigReader.Result read() {
    return file.map(reader::read).orElseGet(() -> reader.read(""));
  }

  /** What messages call it. */
  String name() {
    return file.map(Path::toString).orElse("the default configuration");
  }

  /** Prints each problem on a line, then how many there are. */
  void printProblems(List<Problem> problems, PrintWriter err) {
    problems.forEach(problem -> err.println(name() + ": " + problem));
    err.println(
        name() + ": " + problems.size() + (problems.size() == 1 ? " problem" : " problems"));
    err.flush();
  }

  void printWarnings(List<Problem> warnings, PrintWriter err) {
    warnings.forEach(warning -> err.println(name() + ": warning: " + warning));
    err.flush();
  }
}
