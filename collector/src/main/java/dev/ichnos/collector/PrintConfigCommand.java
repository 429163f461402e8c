package dev.ichnos.collector;

import dev.ichnos.collector.config.ConfigPrinter;
import dev.ichnos.collector.config.ConfigReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code print-config}: what a configuration comes to, with all defaults, without secrets. */
final class PrintConfigCommand implements Command {
  private final OptionSpec config = Command.configOption();
  private final Terminal terminal;

  PrintConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(
            this,
            "print-config",
            "Prints a configuration with all defaults and substitutions, and *** for secrets.")
        .addOption(config);
  }

  @Override
  public Integer call() {
    ConfigFile file = Command.fileOf(config, terminal);
    ConfigReader.Result result = file.read();
    file.printWarnings(result.warnings(), terminal.err());
    if (result.config().isEmpty()) {
      file.printProblems(result.problems(), terminal.err());
      return ExitCode.INVALID_CONFIG;
    }
    terminal.out().print(ConfigPrinter.print(result.config().get()));
    terminal.out().flush();
    return ExitCode.OK;
  }
}
