package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DatadogReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.HttpAnswers;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.collector.transport.Paths;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;

/**
 * Takes traces as Datadog's Agent does, over HTTP and a unix domain socket. Its listeners and
 * routes live and die with {@link Listeners}.
 */
public final class DatadogReceiver implements Receiver {
  private final String name;
  private final Reception reception;
  private final Rates rates;
  private final TraceVersion.Decoders decoders = TraceVersion.Decoders.all();

  /**
   * A receiver, its listeners asked for and its routes added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   * @param headSampling the highest share of traces that any lane takes, 0 to 1, of which tracers
   *     are told; called for each message, by any thread
   */
  public DatadogReceiver(
      DatadogReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock,
      DoubleSupplier headSampling) {
    name = config.id();
    rates = new Rates(headSampling);
    reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    listeners.mixed(name, config.server());
    config.unixSocket().ifPresent(path -> listeners.unix(name, path, config.server()));
    for (TraceVersion version : TraceVersion.values()) {
      listeners.route(route("POST", version));
      listeners.route(route("PUT", version));
    }
    AgentCalls.routes(name).forEach(listeners::route);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private HttpRoute route(String method, TraceVersion version) {
    return new HttpRoute(
        name,
        method,
        Paths.exactly(version.path()),
        request -> traces(version, request),
        HttpRoute.ErrorReply.TEXT);
  }

  private CompletionStage<HttpReply> traces(TraceVersion version, HttpRequest request) {
    HttpReply accepted =
        version.answersRates() ? rates.reply(request.header(Rates.VERSION_HEADER)) : AgentCalls.OK;
    if (!request.body().hasRemaining()) {
      return CompletableFuture.completedStage(accepted);
    }
    Optional<TraceVersion.Encoding> encoding = version.encoding(request);
    if (encoding.isEmpty()) {
      return CompletableFuture.completedStage(unknownType(version));
    }
    return reception
        .accept(
            decoders.of(encoding.get()).from(request::header),
            request.body(),
            request.peer().address(),
            request::header)
        .thenApply(
            result ->
                HttpAnswers.of(result, accepted, HttpRoute.ErrorReply.TEXT, request.mediaType()));
  }

  private static HttpReply unknownType(TraceVersion version) {
    String expected = version.isOffered() ? "msgpack" : "JSON";
    return HttpReply.text(415, version.path() + " takes " + expected + " only");
  }
}
