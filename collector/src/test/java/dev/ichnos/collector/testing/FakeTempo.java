package dev.ichnos.collector.testing;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.config.Endpoint;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A sink for OTLP over gRPC and HTTP that enforces what Tempo's distributor does (grafana/tempo
 * modules/distributor @ 3.0), through generated classes: one bad id refuses the whole request, and
 * a message over 4 MiB is not read. What it took can be looked at; refusals can be scripted. A
 * parent of eight zeros, which Tempo stores and then shows no root, is a violation.
 */
public final class FakeTempo implements FakeBackend {
  private static final int MAX_MESSAGE_BYTES = 4 << 20;
  private static final Context.Key<Map<String, String>> HEADERS = Context.key("headers");

  private final Server grpc;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<ResourceSpans> stored = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** What the next request is told instead of the usual. */
  public sealed interface Reply {
    /** An error. */
    record Refusal(
        Status.Code code, int http, String text, Optional<Duration> retryInfo, String retryAfter)
        implements Reply {}

    /** The request is stored, and this many spans are said not to be. */
    record Partial(long rejected, String text) implements Reply {}

    /** The connection ends without an answer; over gRPC, a reset stream. */
    record Hangup() implements Reply {}

    /** No answer, ever. */
    record Silence() implements Reply {}
  }

  private FakeTempo(int grpcPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    InetSocketAddress anyPort = new InetSocketAddress(loopback, 0);
    grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, grpcPort))
            .executor(threads)
            .maxInboundMessageSize(16 * MAX_MESSAGE_BYTES)
            .intercept(new HeaderCatcher())
            .addService(new Distributor())
            .build()
            .start();
    http = HttpServer.create(anyPort, 0);
    http.setExecutor(threads);
    http.createContext("/v1/traces", this::handle);
    http.start();
  }

  /** A running one, on free ports of loopback. */
  public static FakeTempo start() throws IOException {
    return new FakeTempo(0);
  }

  /** A running one that takes gRPC on this port, where an earlier one was closed. */
  public static FakeTempo startOn(int grpcPort) throws IOException {
    return new FakeTempo(grpcPort);
  }

  public Endpoint grpcEndpoint() {
    return new Endpoint("127.0.0.1", grpc.getPort());
  }

  public URI httpUri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces");
  }

  /** The next requests get these, one each; then it is itself again. */
  public void answerNext(Reply... replies) {
    script.addAll(List.of(replies));
  }

  /** Tempo's rate limit; 3.x sends RetryInfo, 2.x does not; over HTTP it is a 500. */
  public static Reply rateLimited(Optional<Duration> retryInfo) {
    return new Reply.Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        500,
        "RATE_LIMITED: ingestion rate limit (local: 30000000 bytes/s, global: 0, burst: 30000000)"
            + " exceeded while adding 9 bytes for user single-tenant",
        retryInfo,
        "");
  }

  /** A batch that can never pass, and is told to come again all the same. */
  public static Reply batchTooLarge() {
    return new Reply.Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        429,
        "RATE_LIMITED: batch size (31000000 bytes) exceeds ingestion limit (30000000 bytes/s) for"
            + " user single-tenant",
        Optional.of(Duration.ofSeconds(5)),
        "5");
  }

  public static Reply refusal(Status.Code code, int http, String text) {
    return new Reply.Refusal(code, http, text, Optional.empty(), "");
  }

  @Override
  public void answerNext(Trouble trouble) {
    answerNext(
        switch (trouble) {
          case UNAUTHORIZED -> refusal(Status.Code.UNAUTHENTICATED, 401, "who are you");
          case UNAVAILABLE -> refusal(Status.Code.UNAVAILABLE, 503, "starting");
          case RATE_LIMITED -> rateLimited(Optional.empty());
          case TOO_LARGE -> batchTooLarge();
          case HANGUP -> new Reply.Hangup();
          case SILENCE -> new Reply.Silence();
        });
  }

  @Override
  public void hold() {
    gate = new CountDownLatch(1);
  }

  @Override
  public void release() {
    gate.countDown();
  }

  @Override
  public int requests() {
    return requests.get();
  }

  /** Headers of the last request, by lower-case name. */
  public Map<String, String> lastHeaders() {
    return lastHeaders;
  }

  public List<ResourceSpans> stored() {
    return List.copyOf(stored);
  }

  @Override
  public List<StoredIds> storedIds() {
    return storedSpans().stream()
        .map(span -> new StoredIds(id(span.getSpanId()), id(span.getParentSpanId())))
        .toList();
  }

  static long id(ByteString bytes) {
    return bytes.isEmpty() ? 0 : bytes.asReadOnlyByteBuffer().getLong();
  }

  public List<Span> storedSpans() {
    return stored.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** What its service graph shows of all that it stored. */
  public ServiceGraph graph() {
    return TempoNodes.graph(stored);
  }

  @Override
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    release();
    closed.countDown();
    grpc.shutdownNow();
    http.stop(0);
    threads.shutdownNow();
  }

  /** Tempo's checks; null when the request is good. */
  private @Nullable String check(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          if (span.getTraceId().size() != 16) {
            return "trace ids must be 128 bit, received " + span.getTraceId().size() * 8 + " bits";
          }
          if (span.getSpanId().size() != 8 || isZero(span.getSpanId())) {
            return "span ids must be 64 bit and not all zero";
          }
          if (isZero(span.getTraceId())) {
            violations.add("trace id of zeros");
          }
          ByteString parent = span.getParentSpanId();
          if (!parent.isEmpty() && (parent.size() != 8 || isZero(parent))) {
            violations.add("parent span id of " + parent.size() + " bytes, or of zeros");
          }
        }
      }
    }
    return null;
  }

  private static boolean isZero(ByteString id) {
    for (byte b : id) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private Reply replyTo(ExportTraceServiceRequest request) {
    requests.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Reply scripted = script.poll();
    if (scripted != null && !(scripted instanceof Reply.Partial)) {
      return scripted;
    }
    String fault = check(request);
    if (fault != null) {
      return refusal(Status.Code.INVALID_ARGUMENT, 400, fault);
    }
    stored.addAll(request.getResourceSpansList());
    return scripted == null ? new Reply.Partial(0, "") : scripted;
  }

  private static ExportTraceServiceResponse response(Reply.Partial partial) {
    var response = ExportTraceServiceResponse.newBuilder();
    if (partial.rejected() > 0 || !partial.text().isEmpty()) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(partial.rejected())
              .setErrorMessage(partial.text()));
    }
    return response.build();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    lastHeaders = headers;
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(headers.get("content-encoding"))) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    Reply reply = replyTo(parse(headers.getOrDefault("content-type", ""), body));
    if (reply instanceof Reply.Partial partial) {
      exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
      send(exchange, 200, response(partial).toByteArray());
    } else if (reply instanceof Reply.Refusal refusal) {
      if (!refusal.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("retry-after", refusal.retryAfter());
      }
      exchange.getResponseHeaders().set("content-type", "text/plain");
      send(exchange, refusal.http(), refusal.text().getBytes(StandardCharsets.UTF_8));
    } else if (reply instanceof Reply.Silence) {
      try {
        closed.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else {
      exchange.close();
    }
  }

  private static ExportTraceServiceRequest parse(String contentType, byte[] body)
      throws IOException {
    return contentType.equals("application/json")
        ? JsonRequests.parse(body)
        : ExportTraceServiceRequest.parseFrom(body);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private final class Distributor extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> out) {
      lastHeaders = HEADERS.get();
      // As grpc-go does; grpc-java itself would answer UNKNOWN to a compressed one.
      Reply reply =
          request.getSerializedSize() > MAX_MESSAGE_BYTES
              ? refusal(
                  Status.Code.RESOURCE_EXHAUSTED,
                  500,
                  "grpc: received message after decompression larger than max " + MAX_MESSAGE_BYTES)
              : replyTo(request);
      if (reply instanceof Reply.Partial partial) {
        out.onNext(response(partial));
        out.onCompleted();
      } else if (reply instanceof Reply.Refusal refusal) {
        out.onError(
            refusal
                .code()
                .toStatus()
                .withDescription(refusal.text())
                .asRuntimeException(details(refusal)));
      } else if (reply instanceof Reply.Hangup) {
        grpc.shutdownNow();
      }
    }

    private static Metadata details(Reply.Refusal refusal) {
      Metadata trailers = new Metadata();
      if (refusal.retryInfo().isPresent()) {
        trailers.put(
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
            OtlpErrors.encode(
                OtlpFormats.OTLP_PROTO,
                new OtlpErrors.RpcError(
                    refusal.code().value(), refusal.text(), refusal.retryInfo())));
      }
      return trailers;
    }
  }

  private static final class HeaderCatcher implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Map<String, String> caught = new HashMap<>();
      for (String name : headers.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
          caught.put(name, value == null ? "" : value);
        }
      }
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, caught), call, headers, next);
    }
  }
}
