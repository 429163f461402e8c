package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.datadog.OperationNamePolicy;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.DatadogExporterConfig.TopLevel;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;

/** What goes to one of an Agent's paths: traces parted by host, or by source. */
final class DatadogPlan implements MessagePlan {
  private final DatadogEncoder encoder;
  private final DataSize maxSize;

  DatadogPlan(DatadogExporterConfig config, TraceApi api) {
    encoder = encoder(config, api);
    maxSize = config.maxMessageSize();
  }

  DatadogEncoder encoder() {
    return encoder;
  }

  /** Chunks of the batch's message. */
  int traceCount(SpanBatch batch) {
    return encoder.traceCount(batch);
  }

  @Override
  public String refusal(Span span) {
    return DatadogEncoder.isUsable(span) ? "" : "no_id";
  }

  @Override
  public boolean takesNotSampled() {
    return true;
  }

  @Override
  public Map<?, List<Span>> messages(List<Span> trace) {
    return encoder.messages(trace);
  }

  @Override
  public SpanEncoder encoder(SpanBatch batch) {
    return encoder;
  }

  @Override
  public DataSize maxSize() {
    return maxSize;
  }

  private static DatadogEncoder encoder(DatadogExporterConfig config, TraceApi api) {
    DatadogOptions options =
        new DatadogOptions(
            OperationNamePolicy.parse(config.operationName()),
            config.environment(),
            config.namespaceEnvironments(),
            config.topLevel() == TopLevel.KIND
                ? DatadogOptions.TopLevelRule.KIND
                : DatadogOptions.TopLevelRule.PARENT_SERVICE,
            config.clusterInHostname());
    return api == TraceApi.V07 ? DatadogEncoder.v07(options) : DatadogEncoder.v04(options);
  }
}
