package dev.ichnos.collector.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code service.pipelines}, and checks what they name. */
final class PipelineBinding {
  private static final String EXAMPLE =
      """
      (expected, at the least:
        receivers:
          zipkin:
        exporters:
          otlp:
            endpoint: tempo:4317
        service:
          pipelines:
            traces:
              receivers: [zipkin]
              exporters: [otlp]
      )""";

  private static final String PATTERN_OF_GATEWAY = "service.pipelines.traces.gateways.<gateway>";

  private final Components<ReceiverConfig> receivers;
  private final Components<ExporterConfig> exporters;
  private final Set<String> processors;
  private final Set<String> named = new HashSet<>();
  private final Map<String, String> exporterPipelines = new HashMap<>();

  PipelineBinding(
      Components<ReceiverConfig> receivers,
      Components<ExporterConfig> exporters,
      Set<String> processors) {
    this.receivers = receivers;
    this.exporters = exporters;
    this.processors = processors;
  }

  /** Those that a pipeline names: the others are checked, and then not built. */
  List<ReceiverConfig> usedReceivers() {
    return used(receivers.configs(), "receivers");
  }

  /** As {@link #usedReceivers}. */
  List<ExporterConfig> usedExporters() {
    return used(exporters.configs(), "exporters");
  }

  private <T> List<T> used(Map<String, T> configs, String kind) {
    return configs.entrySet().stream()
        .filter(entry -> named.contains(kind + " " + entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  List<PipelineConfig> read(Section service) {
    Section section = service.section("pipelines");
    List<PipelineConfig> pipelines = new ArrayList<>();
    boolean traces = false;
    for (YamlNode.Entry entry : section.all()) {
      String type = Components.typeOf(entry.key());
      if (type.equals("metrics") || type.equals("logs") || type.equals("profiles")) {
        section.spoil(entry.key(), "Ichnos takes traces only (expected: traces or traces/name)");
      } else if (!type.equals("traces")) {
        section.spoil(entry.key(), "not a pipeline (expected: traces or traces/name)");
      } else {
        traces = true;
        pipeline(entry.key(), section.section(entry.key(), "service.pipelines.traces"))
            .ifPresent(pipelines::add);
      }
    }
    if (!traces && !service.spoiled("pipelines")) {
      service.binding().problem(section.line(), "service.pipelines.traces: missing " + EXAMPLE);
    }
    checkAcceptance(section, pipelines);
    warnUnused(service.binding(), "receivers", receivers.lines());
    warnUnused(service.binding(), "exporters", exporters.lines());
    return pipelines;
  }

  private Optional<PipelineConfig> pipeline(String id, Section section) {
    Set<String> from = ids(section, "receivers", receivers.lines());
    Set<String> to = ids(section, "exporters", exporters.lines());
    for (String exporter : to) {
      String other = exporterPipelines.putIfAbsent(exporter, section.path());
      if (other != null) {
        section.spoil(
            "exporters",
            exporter
                + " stands in "
                + other
                + " already (expected: one pipeline; a second exporter "
                + Components.typeOf(exporter)
                + "/NAME has a lane of its own)");
      }
    }
    checkProcessors(section);
    TraceIdsConfig traceIds = traceIds(section.section("trace_ids"));
    Map<String, TrustParent> gateways = gateways(section.section("gateways"));
    ClockSkew clockSkew =
        section.choice("clock_skew", ClockSkew.ANNOTATE, List.of(ClockSkew.values()));
    section.finish();
    return from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PipelineConfig(
                id, List.copyOf(from), List.copyOf(to), traceIds, gateways, clockSkew));
  }

  private static TraceIdsConfig traceIds(Section section) {
    TraceIdsConfig defaults = TraceIdsConfig.defaults();
    return section.bind(
        () ->
            new TraceIdsConfig(
                section.choice("mode", defaults.mode(), List.of(TraceIdsConfig.Mode.values())),
                section.value("family", "header family", defaults.family(), Function.identity())),
        defaults);
  }

  private static Map<String, TrustParent> gateways(Section section) {
    Map<String, TrustParent> gateways = new HashMap<>();
    for (YamlNode.Entry entry : section.all()) {
      Section gateway = section.section(entry.key(), PATTERN_OF_GATEWAY);
      gateways.put(
          entry.key(),
          gateway.choice("trust_parent", TrustParent.KEEP, List.of(TrustParent.values())));
      gateway.finish();
    }
    return gateways;
  }

  /** What runs at acceptance runs once, whichever pipelines then take the span. */
  private void checkAcceptance(Section section, List<PipelineConfig> pipelines) {
    Map<String, PipelineConfig> first = new HashMap<>();
    for (PipelineConfig pipeline : pipelines) {
      for (String receiver : pipeline.receivers()) {
        PipelineConfig other = first.putIfAbsent(receiver, pipeline);
        if (other != null && !other.acceptsAs(pipeline)) {
          section
              .section(pipeline.id(), "service.pipelines.traces")
              .spoil(
                  "trace_ids",
                  receiver
                      + " stands in "
                      + other.id()
                      + " too, where other rules run when its spans are accepted (expected: the"
                      + " same trace_ids and gateways, or a receiver of its own)");
        }
      }
    }
  }

  private Set<String> ids(Section section, String key, Map<String, Integer> known) {
    Set<String> ids = new LinkedHashSet<>();
    List<Section.Item<String>> items = section.list(key, "id", Function.identity());
    for (Section.Item<String> item : items) {
      named.add(key + " " + item.value());
      if (!known.containsKey(item.value())) {
        section
            .binding()
            .problem(
                item.line(),
                section.path()
                    + "."
                    + key
                    + ": "
                    + item.value()
                    + " (expected: one of the "
                    + key
                    + ": "
                    + String.join(", ", known.keySet())
                    + ")");
      } else if (!ids.add(item.value())) {
        section
            .binding()
            .problem(
                item.line(),
                section.path() + "." + key + ": " + item.value() + " stands here twice");
      }
    }
    if (items.isEmpty()) {
      section.missing(key, "a list of " + key + ", such as [otlp]");
    }
    return ids;
  }

  private void checkProcessors(Section section) {
    for (Section.Item<String> item : section.list("processors", "id", Function.identity())) {
      if (!processors.contains(item.value())) {
        ProcessorBinding.answer(
            section.binding(), item.line(), section.path() + ".processors", item.value());
      }
    }
  }

  private void warnUnused(Binding binding, String kind, Map<String, Integer> lines) {
    if (!binding.problems().isEmpty()) {
      return;
    }
    lines.forEach(
        (id, line) -> {
          if (!named.contains(kind + " " + id)) {
            binding.warning(line, kind + "." + id + ": not used: no pipeline names it");
          }
        });
  }
}
