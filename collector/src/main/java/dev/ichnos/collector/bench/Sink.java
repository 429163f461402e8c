package dev.ichnos.collector.bench;

import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcMethod;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Stands in for a backend: says yes to every message, and tells the ids of its spans. */
final class Sink implements AutoCloseable {
  private static final String OWNER = "bench-sink";
  private static final byte[] NOTHING = {};
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** What an Agent says: how to sample by service. */
  private static final byte[] RATES = json("{\"rate_by_service\":{\"service:,env:\":1}}");

  private static final byte[] INFO =
      json("{\"version\":\"7.60.0\",\"endpoints\":[\"/v0.4/traces\",\"/v0.7/traces\"]}");

  private final SinkAddress address;
  private final ServerConfig server;
  private final LongConsumer spanIds;

  /** Of its own, since all listeners of one serve the same routes. */
  private final Listeners listeners = new Listeners(new Metrics());

  /**
   * A sink that does not listen yet.
   *
   * @param spanIds is called on event loops
   */
  Sink(SinkAddress address, LongConsumer spanIds) {
    this.address = address;
    this.spanIds = spanIds;
    server = server(address.endpoint());
    switch (address.kind()) {
      case OTLP -> grpc(OtlpFormats.EXPORT_METHOD, SpanScanner.OTLP);
      case CLOUD_TRACE -> grpc(CloudTraceFormats.BATCH_WRITE_SPANS_METHOD, SpanScanner.CLOUD_TRACE);
      case OTLP_HTTP -> {
        HttpReply taken = HttpReply.of(200, "application/x-protobuf", NOTHING);
        http("POST", "/v1/traces", SpanScanner.OTLP, taken);
      }
      case DATADOG -> {
        HttpReply taken = HttpReply.of(200, "application/json", RATES);
        http("POST", "/v0.4/traces", SpanScanner.DATADOG_V04, taken);
        http("PUT", "/v0.4/traces", SpanScanner.DATADOG_V04, taken);
        http("POST", "/v0.7/traces", SpanScanner.DATADOG_V07, taken);
        http("GET", "/info", (message, ids) -> {}, HttpReply.of(200, "application/json", INFO));
      }
    }
  }

  void start() throws IOException {
    listeners.start();
  }

  /** Where it listens. */
  InetSocketAddress bound() {
    return listeners.address(OWNER, server.endpoint());
  }

  /** Kind and address, with the real port. */
  String name() {
    return address.kind() + "=" + new Endpoint(bound().getHostString(), bound().getPort());
  }

  @Override
  public void close() {
    listeners.close(DRAIN);
  }

  private void grpc(String path, SpanScanner scanner) {
    BytesMarshaller bytes = new BytesMarshaller();
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(path)
            .build();
    listeners.grpc(OWNER, server);
    listeners.method(
        new GrpcMethod(
            OWNER,
            ServerMethodDefinition.create(
                method,
                ServerCalls.asyncUnaryCall((request, out) -> answer(scanner, request, out)))));
  }

  private void answer(SpanScanner scanner, byte[] request, StreamObserver<byte[]> out) {
    try {
      scanner.scan(ByteBuffer.wrap(request), spanIds);
      out.onNext(NOTHING);
      out.onCompleted();
    } catch (SpanScanner.Malformed e) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private void http(String method, String path, SpanScanner scanner, HttpReply taken) {
    listeners.mixed(OWNER, server);
    listeners.route(
        new HttpRoute(
            OWNER,
            method,
            path::equals,
            request -> CompletableFuture.completedFuture(answer(scanner, request, taken)),
            HttpRoute.ErrorReply.TEXT));
  }

  private HttpReply answer(SpanScanner scanner, HttpRequest request, HttpReply taken) {
    try {
      scanner.scan(request.body(), spanIds);
      return taken;
    } catch (SpanScanner.Malformed e) {
      return HttpReply.text(400, String.valueOf(e.getMessage()));
    }
  }

  /** Bounds that no exporter meets, and connections as old as any run. */
  private static ServerConfig server(Endpoint endpoint) {
    ServerConfig defaults = ServerConfig.defaults(endpoint);
    return new ServerConfig(
        endpoint,
        Optional.empty(),
        DataSize.ofMebibytes(64),
        DataSize.ofMebibytes(64),
        defaults.maxHeaderSize(),
        defaults.maxConcurrentStreams(),
        defaults.maxConnections(),
        Duration.ofDays(1),
        Duration.ofDays(1),
        defaults.maxConnectionAgeGrace());
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
