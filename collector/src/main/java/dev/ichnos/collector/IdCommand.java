package dev.ichnos.collector;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.IdForms;
import dev.ichnos.propagation.IdReader;
import dev.ichnos.propagation.IdReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code id}: prints every form of a trace id or span id, given in any of them. */
final class IdCommand implements Command {
  private final PositionalParamSpec ids =
      Command.texts("ID", "A trace id or span id in any form, or the value of a trace header.");
  private final OptionSpec json = Command.jsonOption();
  private final Terminal terminal;

  IdCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(this, "id", "Prints every form of a trace id or span id.")
        .addOption(json)
        .addPositional(ids);
  }

  @Override
  public Integer call() throws IOException {
    List<String> texts = ids.getValue();
    boolean asJson = json.getValue();
    if (asJson) {
      JsonLines.print(terminal.out(), document -> write(document, texts));
    } else {
      texts.forEach(this::print);
      terminal.out().flush();
      terminal.err().flush();
    }
    boolean allRead = texts.stream().noneMatch(text -> IdReader.read(text).isEmpty());
    return allRead ? ExitCode.OK : ExitCode.RUNTIME;
  }

  private void print(String text) {
    List<IdReading> readings = IdReader.read(text);
    if (readings.isEmpty()) {
      terminal.err().println("id: " + shown(text) + ": " + IdReader.problem(text));
    }
    for (IdReading reading : readings) {
      PrintWriter out = terminal.out();
      out.println(shown(text) + ": read as " + reading.form());
      print(reading.either() ? "as a trace id" : "trace id", traceForms(reading));
      print(reading.either() ? "as a span id" : "span id", spanForms(reading));
    }
  }

  private void print(String title, Map<String, String> forms) {
    if (forms.isEmpty()) {
      return;
    }
    terminal.out().println("  " + title);
    forms.forEach((form, text) -> terminal.out().printf("    %-12s %s\n", form, text));
  }

  private static void write(JsonGenerator json, List<String> texts) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("ids");
    for (String text : texts) {
      List<IdReading> readings = IdReader.read(text);
      json.writeStartObject();
      json.writeStringField("input", text);
      if (readings.isEmpty()) {
        json.writeStringField("problem", IdReader.problem(text));
      } else {
        json.writeArrayFieldStart("readings");
        for (IdReading reading : readings) {
          write(json, reading);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, IdReading reading) throws IOException {
    json.writeStartObject();
    json.writeStringField("form", reading.form());
    json.writeBooleanField("either", reading.either());
    Map<String, String> trace = traceForms(reading);
    if (!trace.isEmpty()) {
      JsonLines.writeTexts(json, "trace_id", trace);
    }
    Map<String, String> span = spanForms(reading);
    if (!span.isEmpty()) {
      JsonLines.writeTexts(json, "span_id", span);
    }
    json.writeEndObject();
  }

  private static Map<String, String> traceForms(IdReading reading) {
    TraceId id = reading.traceId();
    return id.isEmpty() ? Map.of() : IdForms.ofTrace(id);
  }

  private static Map<String, String> spanForms(IdReading reading) {
    if (reading.spanId() == 0) {
      return Map.of();
    }
    TraceId traceId = reading.either() ? new TraceId(0, 0) : reading.traceId();
    return IdForms.ofSpan(traceId, reading.spanId());
  }

  /** A long text would hide what is said of it. */
  private static String shown(String text) {
    return Printable.start(text, 200);
  }
}
