package dev.ichnos.collector;

import dev.ichnos.collector.config.Nearest;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code headers}: prints the context that trace headers hold, and the same in every other family.
 */
final class HeadersCommand implements Command {
  private final PositionalParamSpec headers =
      Command.texts("HEADER", "'name: value' or 'name=value'; those of one family go together.");
  private final OptionSpec json = Command.jsonOption();
  private final Terminal terminal;

  HeadersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(
            this,
            "headers",
            "Prints the trace context that headers hold, and the same in every other family.")
        .addOption(json)
        .addPositional(headers);
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> given = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> arguments = headers.getValue();
    for (String argument : arguments) {
      add(argument, given, problems);
    }
    if (!problems.isEmpty()) {
      problems.forEach(problem -> terminal.err().println("headers: " + problem));
      terminal.err().flush();
      return ExitCode.USAGE;
    }
    List<GivenFamily> families = GivenFamily.of(given);
    boolean asJson = json.getValue();
    if (asJson) {
      JsonLines.print(terminal.out(), document -> HeadersJson.write(document, families));
    } else {
      families.forEach(family -> HeadersText.print(terminal.out(), family));
      terminal.out().flush();
    }
    boolean refused =
        families.stream().anyMatch(family -> family.reading() instanceof HeaderReading.Refused);
    return refused ? ExitCode.RUNTIME : ExitCode.OK;
  }

  private static void add(String argument, Map<String, String> given, List<String> problems) {
    int separator = 0;
    while (separator < argument.length() && ":=".indexOf(argument.charAt(separator)) < 0) {
      separator++;
    }
    if (separator == argument.length()) {
      problems.add(Printable.start(argument, 200) + ": no header (expected: 'name: value')");
      return;
    }
    String name = argument.substring(0, separator).strip().toLowerCase(Locale.ROOT);
    String value = argument.substring(separator + 1).strip();
    List<String> known =
        HeaderFamilies.all().stream().flatMap(family -> family.headers().stream()).toList();
    if (!known.contains(name)) {
      String nearest =
          Nearest.to(name, known).map(word -> "nearest: " + word + "; known: ").orElse("known: ");
      problems.add(
          Printable.start(name, 200)
              + ": unknown header ("
              + nearest
              + String.join(", ", known)
              + ")");
      return;
    }
    // Fields of one name are one list, as in HTTP.
    given.merge(name, value, (first, second) -> first + "," + second);
  }
}
