package dev.ichnos.collector;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line: {@code ichnos run|validate|print-config|print-mapping|demo|bench|id|headers}.
 */
public final class Main {
  private static final int MAX_MESSAGE = 2000;

  private final Command.Terminal terminal;
  private final Command.Runner runner;
  private final Command.Demonstration demonstration;
  private final Command.Load load;

  Main(
      Command.Terminal terminal,
      Command.Runner runner,
      Command.Demonstration demonstration,
      Command.Load load) {
    this.terminal = terminal;
    this.runner = runner;
    this.demonstration = demonstration;
    this.load = load;
  }

  /** Runs one command, and ends the process with its exit code. */
  public static void main(String[] args) {
    Command.Terminal terminal =
        new Command.Terminal(
            System.in,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            System.getenv(),
            Rules.ids());
    Main main = new Main(terminal, CollectorProcess::run, DemoRun::run, BenchRun::run);
    System.exit(main.execute(args));
  }

  /** The exit code of one command, which is run by this call. */
  int execute(String... args) {
    return commandLine().execute(args);
  }

  private CommandLine commandLine() {
    CommandSpec root =
        CommandSpec.wrapWithoutInspection((Callable<Integer>) this::noCommand)
            .name("ichnos")
            .mixinStandardHelpOptions(true)
            .versionProvider(() -> new String[] {"ichnos " + version()});
    root.usageMessage().description("The trace collector for service meshes.");
    CommandLine line = new CommandLine(root);
    for (Command command :
        List.of(
            new RunCommand(terminal, runner),
            new ValidateCommand(terminal),
            new PrintConfigCommand(terminal),
            new PrintMappingCommand(terminal),
            new DemoCommand(terminal, demonstration),
            new BenchCommand(terminal, load),
            new IdCommand(terminal),
            new HeadersCommand(terminal))) {
      CommandSpec spec = command.spec().versionProvider(root.versionProvider());
      spec.exitCodeOnInvalidInput(ExitCode.USAGE).exitCodeOnExecutionException(ExitCode.RUNTIME);
      line.addSubcommand(spec.name(), spec);
    }
    // No argument is a file of further ones: a header's value may well begin with '@'.
    return line.setExpandAtFiles(false)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed);
  }

  private int misused(CommandLine.ParameterException e, String[] arguments) {
    terminal.err().println(Printable.start(String.valueOf(e.getMessage()), MAX_MESSAGE));
    e.getCommandLine().usage(terminal.err());
    terminal.err().flush();
    return ExitCode.USAGE;
  }

  private int noCommand() {
    terminal
        .err()
        .println(
            "no command (expected: run, validate, print-config, print-mapping, demo, bench, id or headers;"
                + " see --help)");
    terminal.err().flush();
    return ExitCode.USAGE;
  }

  private int failed(Exception e, CommandLine line, CommandLine.ParseResult result) {
    terminal
        .err()
        .println(
            line.getCommandName()
                + ": "
                + Printable.start(String.valueOf(e.getMessage()), MAX_MESSAGE));
    terminal.err().flush();
    return ExitCode.RUNTIME;
  }

  private static String version() {
    return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "dev");
  }
}
