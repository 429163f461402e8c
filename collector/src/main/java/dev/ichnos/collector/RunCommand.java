package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code run}: reads a configuration and runs a collector with it. */
final class RunCommand implements Command {
  private final OptionSpec config = Command.configOption();
  private final Terminal terminal;
  private final Runner runner;

  RunCommand(Terminal terminal, Runner runner) {
    this.terminal = terminal;
    this.runner = runner;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(this, "run", "Runs the collector until SIGTERM.").addOption(config);
  }

  @Override
  public Integer call() {
    ConfigFile file = Command.fileOf(config, terminal);
    ConfigReader.Result result = file.read();
    if (result.config().isEmpty()) {
      file.printWarnings(result.warnings(), terminal.err());
      file.printProblems(result.problems(), terminal.err());
      return ExitCode.INVALID_CONFIG;
    }
    CollectorConfig read = result.config().get();
    Logging.useFormat(read.service().logFormat());
    Logger log = LoggerFactory.getLogger(RunCommand.class);
    result.warnings().forEach(warning -> log.warn("{}: {}", file.name(), warning));
    try {
      return runner.run(read);
    } catch (IOException e) {
      log.error("cannot run: {}", e.getMessage());
      return ExitCode.RUNTIME;
    }
  }
}
