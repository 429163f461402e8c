package dev.ichnos.collector;

import dev.ichnos.collector.config.ConfigReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code validate}: reads a configuration and says all that is wrong with it. */
final class ValidateCommand implements Command {
  private final OptionSpec config = Command.configOption();
  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(
            this, "validate", "Checks a configuration and reports all problems at once.")
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
    terminal.out().println(file.name() + ": valid");
    PassThrough.describe(result.config().get()).ifPresent(terminal.out()::println);
    terminal.out().flush();
    return ExitCode.OK;
  }
}
