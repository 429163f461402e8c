package dev.ichnos.collector.exporter.zipkin;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.zipkin.ZipkinProtoEncoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.ZipkinExporterConfig;
import dev.ichnos.collector.exporter.HttpPosts;
import dev.ichnos.collector.exporter.MessageEncoding;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.Outcomes;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.HttpSender;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends batches as Zipkin v2 over HTTP, in JSON or protobuf. */
public final class ZipkinExporter implements Exporter {
  private final ZipkinExporterConfig config;
  private final Outcomes outcomes;
  private final EpochClock clock;
  private final SpanEncoder encoder;
  private final MessageEncoding encoding;
  private final HttpPosts posts;
  private final Map<String, String> headers = new HashMap<>();

  /**
   * An exporter that opens its client when it is started.
   *
   * @param clock what a Retry-After date is compared with
   */
  public ZipkinExporter(ZipkinExporterConfig config, Metrics metrics, EpochClock clock) {
    this.config = config;
    this.clock = clock;
    outcomes = new Outcomes(config.id(), metrics);
    encoder = encoder(config);
    encoding =
        new MessageEncoding(config.id(), config.maxMessageSize(), config.compression(), metrics);
    posts =
        new HttpPosts(config.id(), config.tls(), config.lane().timeout(), outcomes, this::result);
    // As zipkin-reporter does: nobody on the way, a sidecar or Zipkin itself, is to trace our
    // posts.
    headers.put("b3", "0");
    config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put("content-type", encoder.format().contentType());
    if (config.compression() == Compression.GZIP) {
      headers.put("content-encoding", "gzip");
    }
  }

  /** What an exporter of this configuration sends. */
  public static MessagePlan plan(ZipkinExporterConfig config) {
    return MessagePlan.of(encoder(config), config.maxMessageSize());
  }

  private static SpanEncoder encoder(ZipkinExporterConfig config) {
    return switch (config.format()) {
      case JSON -> new ZipkinV2JsonEncoder();
      case PROTO -> new ZipkinProtoEncoder();
    };
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
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    return encoding
        .encode(encoder, batch)
        .map(message -> posts.post(config.endpoint(), headers, message))
        .orElseGet(() -> outcomes.tooLarge(config.maxMessageSize()));
  }

  @Override
  public void close(Duration deadline) {
    posts.close(deadline);
  }

  private ExportResult result(HttpSender.Response response) {
    return ZipkinAnswer.of(
        response.status(),
        HttpPosts.text(response),
        response.header("retry-after"),
        Instant.ofEpochSecond(0, clock.epochNanos()));
  }
}
