package dev.ichnos.collector;

import dev.ichnos.collector.bench.BenchPlan;
import dev.ichnos.collector.config.CollectorConfig;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command of the command line. It describes itself to picocli by calls and not by annotations,
 * which would cost a tenth of a second of reflection at each start.
 */
interface Command extends Callable<Integer> {
  /** Name, options and description, with this command to be called. */
  CommandSpec spec();

  /** Where a command reads and writes. */
  record Terminal(
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      Map<String, String> environment,
      Set<String> ruleIds) {}

  /**
   * Runs a collector, blocking, until it is asked to stop.
   *
   * @see RunCommand
   */
  @FunctionalInterface
  interface Runner {
    /**
     * Its exit code.
     *
     * @throws java.io.IOException if it cannot start, with a text that names what was tried
     */
    int run(CollectorConfig config) throws java.io.IOException;
  }

  /** Runs the demonstration, blocking. */
  @FunctionalInterface
  interface Demonstration {
    /**
     * Its exit code.
     *
     * @param keep whether it uses the documented ports and stays
     * @param mixedHeaders whether it shows traces that are joined, or protocols
     */
    int run(boolean keep, boolean mixedHeaders, PrintWriter out) throws Exception;
  }

  /** Runs a load against a collector, blocking. */
  @FunctionalInterface
  interface Load {
    /**
     * Its exit code.
     *
     * @param json whether the report is for machines
     */
    int run(BenchPlan plan, boolean json, Terminal terminal) throws Exception;
  }

  /** The one option that all commands on a configuration have. */
  static OptionSpec configOption() {
    return OptionSpec.builder("--config")
        .paramLabel("FILE")
        .type(Path.class)
        .description("The configuration; without it, everything listens on loopback.")
        .build();
  }

  /** The option of commands whose output machines may read. */
  static OptionSpec jsonOption() {
    return OptionSpec.builder("--json")
        .type(boolean.class)
        .initialValue(false)
        .description("Prints JSON, for machines.")
        .build();
  }

  /** One or more texts, a {@code List<String>}. */
  static PositionalParamSpec texts(String label, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .arity("1..*")
        .required(true)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  /** The configuration that {@link #configOption} names, or the default one. */
  static ConfigFile fileOf(OptionSpec option, Terminal terminal) {
    Path file = option.getValue();
    return new ConfigFile(Optional.ofNullable(file), terminal.environment(), terminal.ruleIds());
  }

  /** A command of this name. */
  static CommandSpec describe(Command command, String name, String description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage().description(description);
    return spec;
  }
}
