package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.exporter.HttpPosts;
import dev.ichnos.collector.exporter.MessageEncoding;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.Outcomes;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.HttpSender;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Sends batches by OTLP over HTTP, in protobuf or JSON. */
public final class OtlpHttpExporter implements Exporter {
  private final OtlpHttpExporterConfig config;
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
  public OtlpHttpExporter(OtlpHttpExporterConfig config, Metrics metrics, EpochClock clock) {
    this.config = config;
    this.clock = clock;
    outcomes = new Outcomes(config.id(), metrics);
    encoder = encoder(config);
    encoding =
        new MessageEncoding(config.id(), config.maxMessageSize(), config.compression(), metrics);
    posts =
        new HttpPosts(config.id(), config.tls(), config.lane().timeout(), outcomes, this::result);
    config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put("content-type", encoder.format().contentType());
    if (config.compression() == Compression.GZIP) {
      headers.put("content-encoding", "gzip");
    }
  }

  /** What an exporter of this configuration sends. */
  public static MessagePlan plan(OtlpHttpExporterConfig config) {
    return MessagePlan.of(encoder(config), config.maxMessageSize());
  }

  private static SpanEncoder encoder(OtlpHttpExporterConfig config) {
    return config.encoding() == OtlpHttpExporterConfig.Encoding.JSON
        ? new OtlpJsonEncoder()
        : new OtlpProtoEncoder();
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
        .map(message -> posts.post(config.tracesEndpoint(), headers, message))
        .orElseGet(() -> outcomes.tooLarge(config.maxMessageSize()));
  }

  @Override
  public void close(Duration deadline) {
    posts.close(deadline);
  }

  private ExportResult result(HttpSender.Response response) {
    Optional<Format> stated = format(response.header("content-type"));
    if (response.status() / 100 == 2) {
      return PartialSuccesses.read(stated.orElse(encoder.format()), response.body());
    }
    return HttpAnswer.of(
        response.status(),
        text(stated, response),
        response.header("retry-after"),
        Instant.ofEpochSecond(0, clock.epochNanos()));
  }

  private static Optional<Format> format(String contentType) {
    return Stream.of(OtlpFormats.OTLP_PROTO, OtlpFormats.OTLP_JSON)
        .filter(format -> contentType.startsWith(format.contentType()))
        .findFirst();
  }

  /** The message of a google.rpc.Status; of anything else, such as a proxy's page, the text. */
  private static String text(Optional<Format> format, HttpSender.Response response) {
    if (format.isPresent()) {
      try {
        String message = OtlpErrors.decode(format.get(), response.body()).message();
        if (!message.isEmpty()) {
          return HttpPosts.shortened(message);
        }
      } catch (DecodeException e) {
        return HttpPosts.text(response); // not what it says it is
      }
    }
    return HttpPosts.text(response);
  }
}
