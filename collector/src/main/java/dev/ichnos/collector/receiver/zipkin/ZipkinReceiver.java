package dev.ichnos.collector.receiver.zipkin;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.HttpAnswers;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.CrossOrigin;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.collector.transport.Paths;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes Zipkin over HTTP, JSON of both versions, thrift and protobuf, and over gRPC. Its listener,
 * routes and method live and die with {@link Listeners}.
 */
public final class ZipkinReceiver implements Receiver {
  private static final String V2_PATH = "/api/v2/spans";
  private static final String REPORT_METHOD = "zipkin.proto3.SpanService/Report";
  private static final HttpReply ACCEPTED = HttpReply.of(202);

  private final String name;
  private final Reception reception;
  private final Decoders decoders;

  /**
   * A receiver, its listener asked for, its route and method added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public ZipkinReceiver(
      ZipkinReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    name = config.id();
    decoders = new Decoders(config.protoSpanIds());
    reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    listeners.mixed(name, config.server());
    Paths paths =
        Paths.endingIn(V2_PATH)
            .and(Paths.endingIn(Decoders.V1_PATH))
            .and(Paths.exactly(config.paths()));
    HttpRoute route = new HttpRoute(name, "POST", paths, this::handle, HttpRoute.ErrorReply.TEXT);
    new CrossOrigin(config.cors()).routes(route).forEach(listeners::route);
    listeners.method(
        SpanMethod.of(name, REPORT_METHOD, decoders.proto(), SpanMethod.EMPTY, reception));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private CompletionStage<HttpReply> handle(HttpRequest request) {
    if (!request.body().hasRemaining()) {
      return CompletableFuture.completedStage(ACCEPTED);
    }
    return reception
        .accept(decoders.of(request), request.body(), request.peer().address(), request::header)
        .thenApply(
            result ->
                HttpAnswers.of(result, ACCEPTED, HttpRoute.ErrorReply.TEXT, request.mediaType()));
  }
}
