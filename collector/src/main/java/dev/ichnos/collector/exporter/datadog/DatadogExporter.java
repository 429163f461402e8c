package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.exporter.HttpPosts;
import dev.ichnos.collector.exporter.MessageEncoding;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.Outcomes;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.HttpSender;
import dev.ichnos.collector.transport.UserAgent;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends batches of whole traces to a Datadog Agent. */
public final class DatadogExporter implements Exporter {
  private final DatadogExporterConfig config;
  private final URI uri;
  private final DatadogPlan plan;
  private final MessageEncoding encoding;
  private final Outcomes outcomes;
  private final EpochClock clock;
  private final HttpPosts posts;
  private final Map<String, String> headers = new HashMap<>();

  /**
   * An exporter that opens its client when it is started.
   *
   * @param clock what a Retry-After date is compared with
   */
  public DatadogExporter(DatadogExporterConfig config, Metrics metrics, EpochClock clock) {
    this.config = config;
    this.clock = clock;
    uri = config.endpoint().resolve("/" + config.traceApi() + "/traces");
    plan = new DatadogPlan(config);
    encoding = new MessageEncoding(config.id(), plan.encoder(), metrics);
    outcomes = new Outcomes(config.id(), metrics);
    posts =
        new HttpPosts(config.id(), config.tls(), config.lane().timeout(), outcomes, this::result);
    config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put("content-type", encoding.format().contentType());
    headers.put("Datadog-Meta-Tracer-Version", UserAgent.TEXT);
    headers.put("Datadog-Client-Computed-Top-Level", "yes");
    // Without it the Agent says 200 to what it refuses.
    headers.put("Datadog-Send-Real-Http-Status", "true");
  }

  /** What an exporter of this configuration sends. */
  public static MessagePlan plan(DatadogExporterConfig config) {
    return new DatadogPlan(config);
  }

  @Override
  public String name() {
    return config.id();
  }

  @Override
  public void start() throws IOException {
    posts.start();
  }

  @Override
  public Map<?, List<Span>> messages(List<Span> trace) {
    return plan.messages(trace);
  }

  @Override
  public boolean takes(Span span) {
    return plan.refusal(span).isEmpty();
  }

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    int size = encoding.size(batch);
    if (size > config.maxMessageSize().bytes()) {
      return outcomes.tooLarge(size, config.maxMessageSize());
    }
    Map<String, String> own = new HashMap<>(headers);
    own.put("X-Datadog-Trace-Count", Integer.toString(plan.encoder().traceCount(batch)));
    return posts.post(uri, own, encoding.encode(batch, size, Compression.NONE));
  }

  @Override
  public void close(Duration deadline) {
    posts.close(deadline);
  }

  private ExportResult result(HttpSender.Response response) {
    return DatadogAnswer.of(
        response.status(),
        HttpPosts.text(response),
        response.header("retry-after"),
        Instant.ofEpochSecond(0, clock.epochNanos()));
  }
}
