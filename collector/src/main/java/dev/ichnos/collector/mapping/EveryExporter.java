package dev.ichnos.collector.mapping;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.ServiceConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.XRayReceiverConfig;
import dev.ichnos.collector.config.ZipkinExporterConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The configuration of those who have none yet: every exporter that sends, at its defaults. */
public final class EveryExporter {
  private EveryExporter() {}

  /** That configuration; its endpoints are never asked. */
  public static CollectorConfig config() {
    CollectorConfig defaults = CollectorConfig.defaults();
    List<ReceiverConfig> receivers = new ArrayList<>(defaults.receivers());
    receivers.add(XRayReceiverConfig.defaults());
    List<ExporterConfig> exporters =
        List.of(
            OtlpExporterConfig.defaults(
                "otlp", new Endpoint("tempo", 4317), TlsClientConfig.defaults()),
            OtlpHttpExporterConfig.defaults("otlphttp", URI.create("http://tempo:4318/v1/traces")),
            ZipkinExporterConfig.defaults("zipkin", URI.create("http://zipkin:9411/api/v2/spans")),
            DatadogExporterConfig.defaults("datadog", URI.create("http://datadog-agent:8126")),
            GoogleCloudExporterConfig.defaults("googlecloud"));
    PipelineConfig pipeline =
        new PipelineConfig(
            "traces",
            receivers.stream().map(ReceiverConfig::id).toList(),
            exporters.stream().map(ExporterConfig::id).toList());
    ServiceConfig service = defaults.service();
    return new CollectorConfig(
        receivers,
        exporters,
        defaults.journal(),
        defaults.identity(),
        defaults.admin(),
        new ServiceConfig(List.of(pipeline), service.drainTimeout(), service.logFormat()));
  }
}
