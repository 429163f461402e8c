package dev.ichnos.collector.receiver.lightstep;

import dev.ichnos.codec.lightstep.LightstepDecoder;
import dev.ichnos.codec.lightstep.LightstepFormats;
import dev.ichnos.codec.lightstep.LightstepResponses;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.LightstepReceiverConfig;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes LightStep's reports over gRPC and HTTP on one port. Its listener, route and method live and
 * die with {@link Listeners}.
 */
public final class LightstepReceiver implements Receiver {
  private static final String OCTETS = LightstepFormats.LIGHTSTEP_PROTO.contentType();

  private final String name;
  private final EpochClock clock;
  private final Reception reception;
  private final LightstepDecoder decoder = new LightstepDecoder();

  /**
   * A receiver, its listener asked for, its route and method added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public LightstepReceiver(
      LightstepReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    name = config.id();
    this.clock = clock;
    reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    listeners.mixed(name, config.server());
    listeners.method(
        SpanMethod.of(
            name,
            LightstepFormats.REPORT_METHOD,
            decoder,
            (rejected, problem) -> taken(clock.epochNanos()),
            reception));
    listeners.route(
        new HttpRoute(
            name, "POST", Paths.exactly(LightstepFormats.REPORTS_PATH), this::handle, this::error));
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
    long received = clock.epochNanos();
    String mediaType = request.mediaType();
    if (mediaType.equals("application/json")) {
      reception.refuse("content_type");
      return CompletableFuture.completedStage(
          error(415, mediaType, "content-type: application/json (expected: " + OCTETS + ")"));
    }
    return reception
        .accept(decoder, request.body(), request.peer().address(), request::header)
        .thenApply(
            result ->
                HttpAnswers.of(
                    result,
                    HttpReply.of(200, answerType(mediaType), taken(received)),
                    this::error,
                    mediaType));
  }

  private byte[] taken(long received) {
    return LightstepResponses.taken(received, clock.epochNanos());
  }

  private HttpReply error(int status, String mediaType, String message) {
    long now = clock.epochNanos();
    return HttpReply.of(
        status, answerType(mediaType), LightstepResponses.refused(now, now, message));
  }

  /** The request's, of those that say protobuf. */
  private static String answerType(String mediaType) {
    return switch (mediaType) {
      case "application/x-protobuf", "application/protobuf" -> mediaType;
      default -> OCTETS;
    };
  }
}
