package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import java.net.URI;

/**
 * One of the Agent's paths for traces, and what messages for it are.
 *
 * @param uri absolute
 */
record TracePath(TraceApi api, URI uri, DatadogPlan plan) {
  static TracePath of(TraceApi api, DatadogExporterConfig config) {
    return new TracePath(
        api, config.endpoint().resolve("/" + api + "/traces"), new DatadogPlan(config, api));
  }
}
