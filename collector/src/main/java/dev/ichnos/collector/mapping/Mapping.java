package dev.ichnos.collector.mapping;

import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.ZipkinExporterConfig;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.datadog.DatadogExporter;
import dev.ichnos.collector.exporter.googlecloud.GoogleCloudExporter;
import dev.ichnos.collector.exporter.otlp.OtlpExporter;
import dev.ichnos.collector.exporter.otlp.OtlpHttpExporter;
import dev.ichnos.collector.exporter.zipkin.ZipkinExporter;
import dev.ichnos.collector.pipeline.LaneRehearsal;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.TraceGroups;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The way of one payload through a configuration.
 *
 * <p>It is the time at which the payload's last span ended: rules that look at the clock see the
 * payload as if it had just come.
 */
public final class Mapping {
  /** Stands for the project that credentials would name. */
  public static final String ANY_PROJECT = "any-project";

  private final CollectorConfig config;
  private final Map<String, String> environment;
  private final String receiverType;
  private final long epochNanos;
  private final SpanBatch accepted;

  /**
   * A payload after identity.
   *
   * @param environment as the collector would see it
   * @param identity rules at acceptance
   */
  public Mapping(
      CollectorConfig config,
      Map<String, String> environment,
      Payload payload,
      UnaryOperator<SpanBatch> identity) {
    this.config = config;
    this.environment = Map.copyOf(environment);
    receiverType = payload.receiverType();
    epochNanos = lastEpochNanos(payload.spans());
    String receiver =
        receiver(config.receivers().stream().map(ReceiverConfig::id).toList(), receiverType);
    accepted =
        identity.apply(
            new SpanBatch(
                payload.spans(), new Origin(receiver, payload.format(), "", epochNanos, Map.of())));
  }

  /** The time that it is for rules and exporters, nanoseconds since 1970. */
  public long epochNanos() {
    return epochNanos;
  }

  /**
   * What this exporter would do.
   *
   * @param exporter one of the configuration's
   * @param rules the lane's, of its pipeline
   */
  public ExporterMapping of(
      ExporterConfig exporter, BiFunction<ExporterConfig, PipelineConfig, LaneRules> rules) {
    PipelineConfig pipeline =
        config.service().pipelines().stream()
            .filter(one -> one.exporters().contains(exporter.id()))
            .findFirst()
            .orElseThrow();
    RehearsedExporter rehearsed = new RehearsedExporter(exporter.id(), plan(exporter));
    LaneRehearsal.Outcome outcome =
        LaneRehearsal.run(
            TraceGroups.of(from(receiver(pipeline.receivers(), accepted.origin().receiver()))),
            rehearsed,
            exporter.lane(),
            rules.apply(exporter, pipeline),
            epochNanos);
    return new ExporterMapping(
        exporter.id(),
        outcome.account(),
        outcome.changed(),
        rehearsed.refusals(),
        !(exporter instanceof LocalExporterConfig),
        rehearsed.sent());
  }

  private MessagePlan plan(ExporterConfig exporter) {
    if (exporter instanceof OtlpExporterConfig otlp) {
      return OtlpExporter.plan(otlp);
    }
    if (exporter instanceof OtlpHttpExporterConfig otlpHttp) {
      return OtlpHttpExporter.plan(otlpHttp);
    }
    if (exporter instanceof DatadogExporterConfig datadog) {
      return DatadogExporter.plan(datadog);
    }
    if (exporter instanceof GoogleCloudExporterConfig google) {
      return GoogleCloudExporter.plan(google, environment, ANY_PROJECT, () -> epochNanos);
    }
    if (exporter instanceof ZipkinExporterConfig zipkin) {
      return ZipkinExporter.plan(zipkin);
    }
    return MessagePlan.of(new OtlpJsonEncoder(), DataSize.ofMebibytes(1_024));
  }

  /** The first of these that takes the payload; {@code otherwise} if none does. */
  private String receiver(List<String> ids, String otherwise) {
    return ids.stream()
        .filter(id -> id.equals(receiverType) || id.startsWith(receiverType + "/"))
        .findFirst()
        .orElse(otherwise);
  }

  private SpanBatch from(String receiver) {
    Origin origin = accepted.origin();
    return new SpanBatch(
        accepted.spans(),
        new Origin(receiver, origin.format(), origin.peer(), epochNanos, origin.metadata()));
  }

  private static long lastEpochNanos(List<Span> spans) {
    long last = 1;
    for (Span span : spans) {
      last = Math.max(last, Math.max(span.startEpochNanos(), span.endEpochNanos()));
    }
    return last;
  }
}
