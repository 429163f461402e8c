package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.exporter.MessageEncoding;
import java.net.URI;

/**
 * One of the Agent's paths for traces, and how messages for it are made.
 *
 * @param uri absolute
 * @param encoding by the plan's encoder, counted
 */
record TracePath(TraceApi api, URI uri, DatadogPlan plan, MessageEncoding encoding) {
  static TracePath of(TraceApi api, DatadogExporterConfig config, Metrics metrics) {
    DatadogPlan plan = new DatadogPlan(config, api);
    return new TracePath(
        api,
        config.endpoint().resolve("/" + api + "/traces"),
        plan,
        new MessageEncoding(config.id(), plan.encoder(), metrics));
  }
}
