package dev.ichnos.collector.receiver.cloudtrace;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.cloudtrace.CloudTraceErrors;
import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.cloudtrace.CloudTraceJsonDecoder;
import dev.ichnos.codec.cloudtrace.CloudTraceProtoDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
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
 * Takes what is meant for Cloud Trace, over gRPC and REST on one port. Its listener, routes and
 * methods live and die with {@link Listeners}.
 */
public final class CloudTraceReceiver implements Receiver {
  private static final String JSON = "application/json; charset=UTF-8";
  private static final HttpReply ACCEPTED =
      HttpReply.of(200, JSON, "{}\n".getBytes(StandardCharsets.UTF_8));
  private static final HttpReply ACCEPTED_PROTO =
      HttpReply.of(200, CloudTraceFormats.CLOUDTRACE_V2_PROTO.contentType(), new byte[0]);

  private final String name;
  private final Reception reception;
  private final SpanDecoder jsonDecoder = new CloudTraceJsonDecoder();
  private final SpanDecoder protoDecoder = new CloudTraceProtoDecoder();

  /**
   * A receiver, its listener asked for, its routes and methods added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public CloudTraceReceiver(
      CloudTraceReceiverConfig config,
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
    listeners.mixed(name, config.server());
    listeners.method(
        SpanMethod.of(
            name,
            CloudTraceFormats.BATCH_WRITE_SPANS_METHOD,
            protoDecoder,
            SpanMethod.EMPTY,
            reception));
    listeners.method(
        SpanMethod.of(
            name,
            CloudTraceFormats.CREATE_SPAN_METHOD,
            CloudTraceProtoDecoder.ofSingleSpans(),
            SpanMethod.EMPTY,
            reception));
    listeners.route(route("POST", RestPaths.BATCH_WRITE, this::batchWrite));
    listeners.route(route("POST", RestPaths.SPAN, this::createSpan));
    listeners.route(route("PATCH", RestPaths.PATCH_TRACES, this::patchTraces));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private HttpRoute route(String method, Paths path, HttpRoute.Handler handler) {
    return new HttpRoute(name, method, path, handler, CloudTraceReceiver::error);
  }

  /** JSON, unless the sender says that it is protobuf. */
  private CompletionStage<HttpReply> batchWrite(HttpRequest request) {
    return isProto(request)
        ? take(request, protoDecoder, ACCEPTED_PROTO)
        : take(request, jsonDecoder, ACCEPTED);
  }

  private CompletionStage<HttpReply> createSpan(HttpRequest request) {
    if (isProto(request)) {
      return take(request, CloudTraceProtoDecoder.ofSingleSpans(), ACCEPTED_PROTO);
    }
    String span = RestPaths.spanName(request.path());
    return take(request, CloudTraceJsonDecoder.ofSingleSpan(span), ACCEPTED);
  }

  private CompletionStage<HttpReply> patchTraces(HttpRequest request) {
    reception.refuse("version");
    return CompletableFuture.completedStage(
        error(
            404,
            request.mediaType(),
            "version 1 of the Cloud Trace API is not served (expected: POST"
                + " /v2/projects/PROJECT/traces:batchWrite)"));
  }

  private CompletionStage<HttpReply> take(
      HttpRequest request, SpanDecoder decoder, HttpReply accepted) {
    return reception
        .accept(decoder, request.body(), request.peer().address(), request::header)
        .thenApply(
            result ->
                HttpAnswers.of(result, accepted, CloudTraceReceiver::error, request.mediaType()));
  }

  private static HttpReply error(int status, String mediaType, String message) {
    return HttpReply.of(status, JSON, CloudTraceErrors.json(status, message));
  }

  private static boolean isProto(HttpRequest request) {
    return switch (request.mediaType()) {
      case "application/x-protobuf", "application/protobuf" -> true;
      default -> false;
    };
  }
}
