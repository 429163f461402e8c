package dev.ichnos.collector.bench;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.HttpSender;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A collector that passes OTLP on as it likes, message by message, and says yes or no. */
final class LossyCollector implements AutoCloseable {
  private static final String OWNER = "lossy";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Listeners listeners = new Listeners(new Metrics());
  private final ServerConfig server = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private final HttpSender sender = new HttpSender(TlsClientConfig.plaintext());
  private final URI backend;
  private final UnaryOperator<List<Span>> passed;
  private final int status;

  /**
   * One that listens.
   *
   * @param passed what goes on of the spans of a message
   * @param status what the sender is told
   */
  LossyCollector(InetSocketAddress backend, UnaryOperator<List<Span>> passed, int status)
      throws IOException {
    this.backend = URI.create("http://127.0.0.1:" + backend.getPort() + "/v1/traces");
    this.passed = passed;
    this.status = status;
    listeners.mixed(OWNER, server);
    listeners.route(
        new HttpRoute(
            OWNER, "POST", "/v1/traces"::equals, this::handle, HttpRoute.ErrorReply.TEXT));
    listeners.start();
  }

  InetSocketAddress address() {
    return listeners.address(OWNER, server.endpoint());
  }

  @Override
  public void close() {
    sender.close();
    listeners.close(Duration.ZERO);
  }

  private CompletionStage<HttpReply> handle(HttpRequest request) {
    RecordingSpanSink read = new RecordingSpanSink();
    try {
      new OtlpProtoDecoder().decode(request.body(), DecodeLimits.DEFAULT, read);
    } catch (DecodeException e) {
      return CompletableFuture.failedFuture(e);
    }
    List<Span> spans = passed.apply(read.spans());
    return spans.isEmpty()
        ? CompletableFuture.completedFuture(HttpReply.of(status))
        : send(spans).thenApply(answer -> HttpReply.of(status));
  }

  private CompletionStage<HttpSender.Response> send(List<Span> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new OtlpProtoEncoder().encode(new SpanBatch(spans, SpanFixtures.ORIGIN), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sender.post(
        backend, Map.of("content-type", "application/x-protobuf"), bytes.toByteArray(), PATIENCE);
  }
}
