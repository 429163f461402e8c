package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.Nearest;
import dev.ichnos.collector.mapping.EveryExporter;
import dev.ichnos.collector.mapping.ExporterMapping;
import dev.ichnos.collector.mapping.Mapping;
import dev.ichnos.collector.mapping.Payload;
import dev.ichnos.collector.mapping.PayloadReader;
import dev.ichnos.collector.mapping.UnreadablePayloadException;
import dev.ichnos.identity.who.PodDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code print-mapping}: what each exporter would send for a payload. It opens no connection and
 * starts nothing.
 */
final class PrintMappingCommand implements Command {
  private static final String NAME = "print-mapping";
  private static final String STANDARD_INPUT = "-";

  private final PositionalParamSpec file =
      PositionalParamSpec.builder()
          .paramLabel("FILE")
          .arity("1")
          .required(true)
          .type(String.class)
          .description("A message as a receiver gets it, gzip or not; - for standard input.")
          .build();
  private final OptionSpec config =
      OptionSpec.builder("--config")
          .paramLabel("FILE")
          .type(Path.class)
          .description("The configuration; without it, every type of exporter at its defaults.")
          .build();
  private final OptionSpec format =
      text("--format", "NAME", "The payload's format; without it, found by the bytes.");
  private final OptionSpec exporter =
      text("--exporter", "ID", "Only this exporter; without it, all of them.");
  private final OptionSpec json = Command.jsonOption();
  private final Terminal terminal;

  PrintMappingCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(this, NAME, "Prints what each exporter would send for a payload.")
        .addOption(config)
        .addOption(format)
        .addOption(exporter)
        .addOption(json)
        .addPositional(file);
  }

  @Override
  public Integer call() throws IOException {
    Optional<CollectorConfig> read = config();
    if (read.isEmpty()) {
      return ExitCode.INVALID_CONFIG;
    }
    PayloadReader reader = new PayloadReader(read.get().receivers());
    Optional<String> format = textOf(this.format).map(name -> name.toLowerCase(Locale.ROOT));
    Optional<String> exporter = textOf(this.exporter);
    List<String> ids = read.get().exporters().stream().map(ExporterConfig::id).toList();
    if (!isOneOf("--format", format, reader.formatNames())
        || !isOneOf("--exporter", exporter, ids)) {
      return ExitCode.USAGE;
    }
    try {
      Payload payload = reader.read(bytes(), format);
      print(payload, read.get(), id -> exporter.isEmpty() || exporter.get().equals(id));
      return ExitCode.OK;
    } catch (UnreadablePayloadException e) {
      say(shownName() + ": " + e.getMessage());
      e.refusals().forEach(refusal -> terminal.err().println("  " + Printable.of(refusal)));
      terminal.err().flush();
      return ExitCode.RUNTIME;
    } catch (NoSuchFileException | AccessDeniedException e) {
      say(shownName() + ": cannot be read (expected: a readable file)");
      return ExitCode.RUNTIME;
    } catch (InvalidPathException e) {
      say(shownName() + ": no name of a file");
      return ExitCode.RUNTIME;
    }
  }

  private void print(Payload payload, CollectorConfig config, Predicate<String> isAsked)
      throws IOException {
    Map<String, Integer> identity = new TreeMap<>();
    Rules rules =
        new Rules(
            config,
            terminal.environment(),
            PodDirectory.NONE,
            (rule, spans) -> identity.merge(rule, spans, Integer::sum));
    Mapping mapping = new Mapping(config, terminal.environment(), payload, rules.identity());
    List<ExporterMapping> exporters = new ArrayList<>();
    for (ExporterConfig each : config.exporters()) {
      if (isAsked.test(each.id())) {
        exporters.add(mapping.of(each, rules::lane));
      }
    }
    MappedPayload mapped =
        new MappedPayload(shownName(), payload, mapping.epochNanos(), identity, exporters);
    boolean asJson = json.getValue();
    if (asJson) {
      JsonLines.print(terminal.out(), document -> MappingJson.write(document, mapped));
    } else {
      MappingText.print(terminal.out(), mapped);
    }
  }

  /** Empty when it is invalid, which is then told. */
  private Optional<CollectorConfig> config() {
    if (config.getValue() == null) {
      return Optional.of(EveryExporter.config());
    }
    ConfigFile named = Command.fileOf(config, terminal);
    ConfigReader.Result result = named.read();
    named.printWarnings(result.warnings(), terminal.err());
    if (result.config().isEmpty()) {
      named.printProblems(result.problems(), terminal.err());
    }
    return result.config();
  }

  private byte[] bytes() throws IOException, UnreadablePayloadException {
    String name = file.getValue();
    if (name.equals(STANDARD_INPUT)) {
      return PayloadReader.bytes(terminal.in());
    }
    if (name.isEmpty() || Files.isDirectory(Path.of(name))) {
      // Opening a directory is no fault, and reading it one whose text does not name it.
      throw new NoSuchFileException(name);
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return PayloadReader.bytes(in);
    }
  }

  private boolean isOneOf(String option, Optional<String> given, List<String> known) {
    if (given.isEmpty() || known.contains(given.get())) {
      return true;
    }
    String nearest =
        Nearest.to(given.get(), known)
            .map(name -> "nearest: " + name)
            .orElse("expected: " + String.join(", ", known));
    say(option + ": " + given.get() + " (" + nearest + ")");
    return false;
  }

  private String shownName() {
    String name = file.getValue();
    return name.equals(STANDARD_INPUT) ? "standard input" : name;
  }

  private void say(String problem) {
    terminal.err().println(NAME + ": " + Printable.of(problem));
    terminal.err().flush();
  }

  private static Optional<String> textOf(OptionSpec option) {
    @Nullable String value = option.getValue();
    return Optional.ofNullable(value);
  }

  private static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }
}
