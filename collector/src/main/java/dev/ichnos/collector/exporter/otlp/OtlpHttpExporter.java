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
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.HttpSender;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches by OTLP over HTTP, in protobuf or JSON. */
public final class OtlpHttpExporter implements Exporter {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpHttpExporter.class);
  private static final int MAX_MESSAGE_CHARS = 1_000;

  private final OtlpHttpExporterConfig config;
  private final Outcomes outcomes;
  private final EpochClock clock;
  private final SpanEncoder encoder;
  private final Map<String, String> headers = new HashMap<>();
  private final Set<CompletableFuture<ExportResult>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpSender sender;

  /**
   * An exporter that opens its client when it is started.
   *
   * @param clock what a Retry-After date is compared with
   */
  public OtlpHttpExporter(OtlpHttpExporterConfig config, Metrics metrics, EpochClock clock) {
    this.config = config;
    this.clock = clock;
    outcomes = new Outcomes(config.id(), metrics);
    encoder =
        config.encoding() == OtlpHttpExporterConfig.Encoding.JSON
            ? new OtlpJsonEncoder()
            : new OtlpProtoEncoder();
    config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put("content-type", encoder.format().contentType());
    if (config.compression() == Compression.GZIP) {
      headers.put("content-encoding", "gzip");
    }
  }

  @Override
  public String name() {
    return config.id();
  }

  @Override
  public void start() throws IOException {
    sender = new HttpSender(config.tls());
  }

  @Override
  @SuppressWarnings("CollectionUndefinedEquality") // calls are told apart by identity
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    int size = encoder.encodedSize(batch);
    if (size > config.maxMessageSize().bytes()) {
      return outcomes.tooLarge(size, config.maxMessageSize());
    }
    HttpSender open = sender;
    if (open == null) {
      throw new IllegalStateException("export before start");
    }
    byte[] body =
        config.compression() == Compression.GZIP
            ? Encoding.gzip(encoder, batch, size)
            : Encoding.plain(encoder, batch, size);
    var sent = open.post(config.tracesEndpoint(), headers, body, config.lane().timeout());
    CompletableFuture<ExportResult> result = new CompletableFuture<>();
    inFlight.add(result);
    var unused =
        sent.handle((response, error) -> error == null ? result(response) : broken(error))
            .whenComplete(
                (known, ours) -> {
                  inFlight.remove(result);
                  if (ours == null) {
                    result.complete(known);
                  } else {
                    result.completeExceptionally(ours);
                  }
                });
    return result.thenApply(outcomes::note);
  }

  @Override
  public void close(Duration deadline) {
    HttpSender open = sender;
    if (open == null) {
      return;
    }
    try {
      CompletableFuture.allOf(inFlight.toArray(CompletableFuture[]::new))
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("{}: closing with {} calls open", name(), inFlight.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.close();
    // The client, once closed, may never tell of what it had under way.
    ExportResult unknown = new ExportResult.Retryable(Duration.ZERO, "closed before the answer");
    inFlight.forEach(call -> call.complete(unknown));
  }

  private ExportResult result(HttpSender.Response response) {
    Optional<Format> stated = format(response.header("content-type"));
    if (response.status() / 100 == 2) {
      return PartialSuccesses.read(stated.orElse(encoder.format()), response.body());
    }
    return HttpAnswer.of(
        response.status(),
        text(stated, response.body()),
        response.header("retry-after"),
        Instant.ofEpochSecond(0, clock.epochNanos()));
  }

  private static ExportResult broken(Throwable error) {
    String message = error.getMessage();
    return new ExportResult.Retryable(
        Duration.ZERO, error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
  }

  private static Optional<Format> format(String contentType) {
    return Stream.of(OtlpFormats.OTLP_PROTO, OtlpFormats.OTLP_JSON)
        .filter(format -> contentType.startsWith(format.contentType()))
        .findFirst();
  }

  /** The message of a google.rpc.Status; of anything else, such as a proxy's page, the text. */
  private static String text(Optional<Format> format, byte[] body) {
    String text = "";
    if (format.isPresent()) {
      try {
        text = OtlpErrors.decode(format.get(), body).message();
      } catch (DecodeException e) {
        text = ""; // not what it says it is
      }
    }
    if (text.isEmpty()) {
      text = new String(body, StandardCharsets.UTF_8).strip();
    }
    return text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) : text;
  }
}
