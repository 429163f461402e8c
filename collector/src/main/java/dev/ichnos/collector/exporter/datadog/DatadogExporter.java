package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches of whole traces to a Datadog Agent.
 *
 * <p>An Agent that does not know {@code /v0.7/traces} is sent {@code /v0.4/traces} from then on:
 * what v0.7 alone can say is lost, no span is.
 */
public final class DatadogExporter implements Exporter {
  private static final Logger LOG = LoggerFactory.getLogger(DatadogExporter.class);

  private final DatadogExporterConfig config;
  private final TracePath v04;
  private final TracePath configured;
  private final Outcomes outcomes;
  private final MessageEncoding encoding;
  private final EpochClock clock;
  private final HttpPosts posts;
  private final AtomicBoolean fellBack = new AtomicBoolean();
  private final Map<String, String> headers = new HashMap<>();

  /**
   * An exporter that opens its client when it is started.
   *
   * @param clock what a Retry-After date is compared with
   */
  public DatadogExporter(DatadogExporterConfig config, Metrics metrics, EpochClock clock) {
    this.config = config;
    this.clock = clock;
    v04 = TracePath.of(TraceApi.V04, config);
    configured = TracePath.of(config.traceApi(), config);
    outcomes = new Outcomes(config.id(), metrics);
    encoding = new MessageEncoding(config.id(), config.maxMessageSize(), Compression.NONE, metrics);
    posts =
        new HttpPosts(config.id(), config.tls(), config.lane().timeout(), outcomes, this::result);
    config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put("content-type", v04.plan().encoder().format().contentType());
    headers.put("Datadog-Meta-Tracer-Version", UserAgent.TEXT);
    headers.put("Datadog-Client-Computed-Top-Level", "yes");
    // Without it the Agent says 200 to what it has no room for.
    headers.put("Datadog-Send-Real-Http-Status", "true");
  }

  /** What an exporter of this configuration sends. */
  public static MessagePlan plan(DatadogExporterConfig config) {
    return new DatadogPlan(config, config.traceApi());
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
    return path().plan().messages(trace);
  }

  @Override
  public boolean takes(Span span) {
    return path().plan().refusal(span).isEmpty();
  }

  @Override
  public boolean takesNotSampled() {
    return path().plan().takesNotSampled();
  }

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    // What was parted for v0.7 is of one host and environment, as a v0.4 message must be.
    TracePath path = path();
    Optional<byte[]> message = encoding.encode(path.plan().encoder(), batch);
    if (message.isEmpty()) {
      return outcomes.tooLarge(config.maxMessageSize());
    }
    Map<String, String> own = new HashMap<>(headers);
    own.put("X-Datadog-Trace-Count", Integer.toString(path.plan().traceCount(batch)));
    return posts.post(
        path.uri(),
        own,
        message.get(),
        path.api() == TraceApi.V07 ? this::resultOfV07 : this::result);
  }

  @Override
  public void close(Duration deadline) {
    posts.close(deadline);
  }

  private TracePath path() {
    return fellBack.get() ? v04 : configured;
  }

  private ExportResult resultOfV07(HttpSender.Response response) {
    if (response.status() != 404) {
      return result(response);
    }
    if (fellBack.compareAndSet(false, true)) {
      LOG.warn(
          "{}: the Agent does not know {}; until a restart spans go to {}, without what only the"
              + " former says: version and container of each source",
          config.id(),
          configured.uri(),
          v04.uri());
    }
    return new ExportResult.Retryable(Duration.ZERO, "HTTP 404: no " + configured.uri().getPath());
  }

  private ExportResult result(HttpSender.Response response) {
    return DatadogAnswer.of(
        response.status(),
        HttpPosts.text(response),
        response.header("retry-after"),
        Instant.ofEpochSecond(0, clock.epochNanos()));
  }
}
