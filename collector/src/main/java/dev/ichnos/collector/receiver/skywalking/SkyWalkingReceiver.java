package dev.ichnos.collector.receiver.skywalking;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.skywalking.SkyWalkingJsonDecoder;
import dev.ichnos.codec.skywalking.SkyWalkingProtoDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.HttpAnswers;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.collector.transport.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes SkyWalking's segments over gRPC and HTTP, and answers what else its agents call. Its
 * listeners, methods and routes live and die with {@link Listeners}.
 */
public final class SkyWalkingReceiver implements Receiver {
  private static final Paths SEGMENT_PATHS = Paths.exactly("/v3/segments", "/v3/segment");
  private static final Paths ALIVE_PATHS =
      Paths.exactly("/v3/management/reportProperties", "/v3/management/keepAlive");

  /** {@code Commands} that command nothing, in JSON. */
  private static final HttpReply NO_COMMANDS =
      HttpReply.of(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));

  private final String name;
  private final Reception reception;
  private final SpanDecoder json = new SkyWalkingJsonDecoder();

  /**
   * A receiver, its listeners asked for, its methods and routes added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public SkyWalkingReceiver(
      SkyWalkingReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    name = config.id();
    reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    config.grpc().ifPresent(server -> listeners.grpc(name, server));
    config.http().ifPresent(server -> listeners.mixed(name, server));
    // Any listener that speaks a protocol serves all of it, also where only the other is
    // configured.
    spanMethod(listeners, "TraceSegmentReportService/collect", SkyWalkingProtoDecoder.segment());
    spanMethod(
        listeners, "TraceSegmentReportService/collectInSync", SkyWalkingProtoDecoder.collection());
    AgentCalls.methods(name).forEach(listeners::method);
    listeners.route(route(SEGMENT_PATHS, this::segments));
    listeners.route(route(ALIVE_PATHS, request -> CompletableFuture.completedStage(NO_COMMANDS)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private void spanMethod(Listeners listeners, String method, SpanDecoder decoder) {
    AgentCalls.bothNames(method)
        .map(path -> SpanMethod.of(name, path, decoder, SpanMethod.EMPTY, reception))
        .forEach(listeners::method);
  }

  private HttpRoute route(Paths paths, HttpRoute.Handler handler) {
    return new HttpRoute(name, "POST", paths, handler, HttpRoute.ErrorReply.TEXT);
  }

  private CompletionStage<HttpReply> segments(HttpRequest request) {
    return reception
        .accept(json, request.body(), request.peer().address(), request::header)
        .thenApply(
            result ->
                HttpAnswers.of(
                    result, NO_COMMANDS, HttpRoute.ErrorReply.TEXT, request.mediaType()));
  }
}
