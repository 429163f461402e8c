package dev.ichnos.collector;

import dev.ichnos.collector.bench.BenchPlan;
import dev.ichnos.collector.bench.Protocol;
import dev.ichnos.collector.bench.SinkAddress;
import dev.ichnos.collector.config.DurationText;
import dev.ichnos.collector.config.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code bench}: loads a running collector with spans, and counts what comes out. */
final class BenchCommand implements Command {
  private static final String NO_SINK = "none";
  private static final Duration DEFAULT_WARMUP = Duration.ofSeconds(10);

  private final OptionSpec target =
      option("--target", "HOST:PORT", Endpoint.class, Endpoint::parse)
          .required(true)
          .description("Where the collector takes the protocol.")
          .build();
  private final OptionSpec protocol =
      option("--protocol", "NAME", Protocol.class, Protocol::parse)
          .required(true)
          .description("One of " + Protocol.names() + ".")
          .build();
  private final OptionSpec sinks =
      OptionSpec.builder("--sink")
          .paramLabel("KIND=HOST:PORT")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .required(true)
          .description(
              "Where its exporters send to: otlp, otlphttp, datadog or cloudtrace; several times for"
                  + " several exporters; none if the spans come out elsewhere.")
          .build();
  private final OptionSpec pid =
      option("--pid", "PID", Long.class, Long::valueOf)
          .description("The collector's process, for its CPU time and memory.")
          .build();
  private final OptionSpec concurrency =
      number("--concurrency", Integer.class, Integer::valueOf, "4", "Connections.");
  private final OptionSpec batch =
      number("--batch", Integer.class, Integer::valueOf, "50", "Spans of a message.");
  private final OptionSpec rate =
      number(
          "--rate", Long.class, Long::valueOf, "0", "Spans a second; 0 for as many as are taken.");
  private final OptionSpec spans =
      number(
          "--spans",
          Long.class,
          Long::valueOf,
          "0",
          "Spans of the whole run, in the place of a duration.");
  private final OptionSpec warmup =
      time("--warmup").description("Before the figures; 10s, or 0 with --spans.").build();
  private final OptionSpec duration =
      time("--duration").defaultValue("30s").description("What the figures are of; 30s.").build();
  private final OptionSpec settle =
      time("--settle")
          .defaultValue("20s")
          .description("Quiet time after which what has not come is lost; 20s.")
          .build();
  private final OptionSpec allowRemote =
      OptionSpec.builder("--allow-remote")
          .type(boolean.class)
          .initialValue(false)
          .description("Lets the load, and the sinks, leave this machine.")
          .build();
  private final OptionSpec json = Command.jsonOption();
  private final Terminal terminal;
  private final Load load;
  private final CommandSpec spec;

  BenchCommand(Terminal terminal, Load load) {
    this.terminal = terminal;
    this.load = load;
    spec =
        Command.describe(
                this, "bench", "Loads a running collector with spans, and counts what comes out.")
            .addOption(target)
            .addOption(protocol)
            .addOption(sinks)
            .addOption(pid)
            .addOption(concurrency)
            .addOption(batch)
            .addOption(rate)
            .addOption(spans)
            .addOption(warmup)
            .addOption(duration)
            .addOption(settle)
            .addOption(allowRemote)
            .addOption(json);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    BenchPlan plan;
    try {
      plan = plan();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return load.run(plan, json.getValue(), terminal);
  }

  private BenchPlan plan() throws IOException {
    Long process = pid.getValue();
    long all = spans.<Long>getValue();
    Duration before = warmup.getValue();
    BenchPlan plan =
        new BenchPlan(
            protocol.getValue(),
            target.getValue(),
            process == null ? OptionalLong.empty() : OptionalLong.of(process),
            sinks(),
            concurrency.<Integer>getValue(),
            batch.<Integer>getValue(),
            rate.<Long>getValue(),
            all,
            Objects.requireNonNullElse(before, all > 0 ? Duration.ZERO : DEFAULT_WARMUP),
            duration.getValue(),
            settle.getValue());
    boolean remote = allowRemote.getValue();
    if (!remote) {
      requireLoopback("--target", plan.target());
      for (SinkAddress sink : plan.sinks()) {
        requireLoopback("--sink", sink.endpoint());
      }
    }
    return plan;
  }

  private List<SinkAddress> sinks() {
    List<String> texts = sinks.getValue();
    return texts.equals(List.of(NO_SINK))
        ? List.of()
        : texts.stream().map(SinkAddress::parse).toList();
  }

  /** A load is an attack on whoever does not expect it. */
  private static void requireLoopback(String option, Endpoint endpoint)
      throws UnknownHostException {
    if (!InetAddress.getByName(endpoint.host()).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          option
              + ": "
              + endpoint
              + " is not this machine (expected: loopback, or --allow-remote)");
    }
  }

  private static <T> OptionSpec number(
      String name, Class<T> type, Function<String, T> reader, String value, String description) {
    return option(name, "N", type, reader)
        .defaultValue(value)
        .description(description + " Default: " + value + ".")
        .build();
  }

  private static OptionSpec.Builder time(String name) {
    return option(name, "TIME", Duration.class, DurationText::parse);
  }

  /** An option whose text is read by one function. */
  private static <T> OptionSpec.Builder option(
      String name, String label, Class<T> type, Function<String, T> reader) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(type)
        .converters(
            text -> {
              try {
                return reader.apply(text);
              } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
              }
            });
  }
}
