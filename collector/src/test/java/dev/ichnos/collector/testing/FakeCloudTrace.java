package dev.ichnos.collector.testing;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.protobuf.Empty;
import dev.ichnos.codec.cloudtrace.CloudTraceRules;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.transport.TestCertificate;
import dev.ichnos.model.SpanKind;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Trace v2 on loopback, over gRPC and generated classes, as strict as its sources can be
 * read.
 *
 * <ul>
 *   <li>A request is stored whole or not at all (googleapis google/devtools/cloudtrace/v2
 *       tracing.proto @ 2026-08: the answer is Empty). A span over any limit, or out of the time
 *       window, is INVALID_ARGUMENT for all: {@link CloudTraceRules} has the rules one by one, each
 *       with its source. Some of them the real one may answer by cutting; this one never does.
 *   <li>A span written twice has undefined results (tracing.proto, BatchWriteSpans): it is stored
 *       again, and told in {@link #violations}.
 *   <li>The quota is calls of a minute, whatever their size (page Quotas and limits: 4800 calls per
 *       60 s and project): past it RESOURCE_EXHAUSTED, in the words of Google's quota, without
 *       RetryInfo. See {@link #quota}.
 *   <li>A message over 4 MiB is RESOURCE_EXHAUSTED in grpc's words. No page names the real cap:
 *       this is the default of gRPC servers.
 *   <li>With {@link #takingTokens} a call without a known bearer token is UNAUTHENTICATED, as by
 *       Google's front ends.
 *   <li>It can be told to refuse spans for a rule that no page has: {@link #refusing}.
 * </ul>
 */
public final class FakeCloudTrace implements FakeBackend {
  /** What one message may have, bytes. */
  public static final int MAX_MESSAGE_BYTES = 4 << 20;

  private static final Duration QUOTA_WINDOW = Duration.ofMinutes(1);
  private static final Context.Key<Map<String, String>> HEADERS = Context.key("headers");
  private static final MethodDescriptor<BatchWriteSpansRequest, Empty> BATCH_WRITE_SPANS =
      MethodDescriptor.newBuilder(
              ProtoUtils.marshaller(BatchWriteSpansRequest.getDefaultInstance()),
              ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans")
          .build();

  private final Server server;
  private final EpochClock clock;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Span> stored = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> names = new HashSet<>();
  private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile Set<String> tokens = Set.of();
  private volatile Predicate<Span> refused = span -> false;
  private int quota = Integer.MAX_VALUE;
  private int callsOfWindow;
  private long windowEpochNanos;

  /** What the next request is told in place of the usual. */
  private sealed interface Reply {
    record Refusal(Status status, Optional<Duration> retryInfo) implements Reply {}

    record Hangup() implements Reply {}

    record Silence() implements Reply {}

    /** The spans are stored, and the answer never comes. */
    record StoredInSilence() implements Reply {}
  }

  private FakeCloudTrace(EpochClock clock, Optional<TestCertificate> certificate)
      throws IOException {
    this.clock = clock;
    windowEpochNanos = clock.epochNanos();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(threads)
            .maxInboundMessageSize(16 * MAX_MESSAGE_BYTES)
            .intercept(new HeaderCatcher())
            .addService(
                ServerServiceDefinition.builder("google.devtools.cloudtrace.v2.TraceService")
                    .addMethod(BATCH_WRITE_SPANS, ServerCalls.asyncUnaryCall(this::batchWriteSpans))
                    .build());
    if (certificate.isPresent()) {
      builder.useTransportSecurity(
          certificate.get().cert().toFile(), certificate.get().key().toFile());
    }
    server = builder.build().start();
  }

  /**
   * A running one in plain text, on a free port of loopback.
   *
   * @param clock by which it judges what is too old
   */
  public static FakeCloudTrace start(EpochClock clock) throws IOException {
    return new FakeCloudTrace(clock, Optional.empty());
  }

  /** A running one with TLS. */
  public static FakeCloudTrace start(EpochClock clock, TestCertificate certificate)
      throws IOException {
    return new FakeCloudTrace(clock, Optional.of(certificate));
  }

  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getPort());
  }

  /** From now on, calls without one of these bearer tokens are not authenticated. */
  public void takingTokens(String... known) {
    tokens = Set.of(known);
  }

  /** From now on, requests with such a span are refused. */
  public void refusing(Predicate<Span> bad) {
    refused = bad;
  }

  /** From now on it takes this many calls in each minute of its clock, a fixed window. */
  public synchronized void quota(int callsPerMinute) {
    quota = callsPerMinute;
    callsOfWindow = 0;
    windowEpochNanos = clock.epochNanos();
  }

  /** The next request is refused. */
  public void answerNext(Status status, Optional<Duration> retryInfo) {
    script.add(new Reply.Refusal(status, retryInfo));
  }

  /** The next request is stored, and its answer is lost. */
  public void storeInSilence() {
    script.add(new Reply.StoredInSilence());
  }

  @Override
  public void answerNext(Trouble trouble) {
    script.add(
        switch (trouble) {
          case UNAUTHORIZED ->
              new Reply.Refusal(
                  Status.PERMISSION_DENIED.withDescription("who are you"), Optional.empty());
          case UNAVAILABLE ->
              new Reply.Refusal(Status.UNAVAILABLE.withDescription("starting"), Optional.empty());
          case RATE_LIMITED -> new Reply.Refusal(quotaExceeded(), Optional.empty());
          case TOO_LARGE -> new Reply.Refusal(tooLarge(MAX_MESSAGE_BYTES + 1), Optional.empty());
          case HANGUP -> new Reply.Hangup();
          case SILENCE -> new Reply.Silence();
        });
  }

  private static Status quotaExceeded() {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute' of"
            + " service 'cloudtrace.googleapis.com' for consumer 'project_number:123456789012'.");
  }

  private static Status tooLarge(int bytes) {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        "Received message larger than max (" + bytes + " vs. " + MAX_MESSAGE_BYTES + ")");
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

  public List<Span> stored() {
    return List.copyOf(stored);
  }

  @Override
  public List<StoredIds> storedIds() {
    return stored.stream()
        .map(span -> new StoredIds(id(span.getSpanId()), id(span.getParentSpanId())))
        .toList();
  }

  private static long id(String hex) {
    return hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
  }

  /**
   * What a map of services shows of all that it stored: by parent, among the spans of a trace. The
   * service is an attribute of each span.
   */
  public ServiceGraph graph() {
    return ServiceGraph.alongParents(
        stored.stream()
            .map(
                span ->
                    new ServiceGraph.Node(
                        span.getName().split("/", -1)[3],
                        id(span.getSpanId()),
                        id(span.getParentSpanId()),
                        SpanKind.ofNumber(span.getSpanKindValue()),
                        label(span, "service.name"),
                        label(span, "peer.service"),
                        ""))
            .toList());
  }

  private static String label(Span span, String key) {
    AttributeValue value = span.getAttributes().getAttributeMapMap().get(key);
    return value == null ? "" : value.getStringValue().getValue();
  }

  /** Spans that were written again. */
  @Override
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** The rules that refused requests broke. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Connections that calls came by. */
  public int connections() {
    return connections.size();
  }

  /** Headers of the last request, by lower-case name. */
  public Map<String, String> lastHeaders() {
    return lastHeaders;
  }

  @Override
  public void close() {
    release();
    server.shutdownNow();
    threads.shutdownNow();
  }

  private void batchWriteSpans(BatchWriteSpansRequest request, StreamObserver<Empty> out) {
    requests.incrementAndGet();
    lastHeaders = HEADERS.get();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Reply scripted = script.poll();
    if (scripted instanceof Reply.Hangup) {
      server.shutdownNow();
    } else if (scripted instanceof Reply.Refusal refusal) {
      refuse(refusal, out);
    } else if (!(scripted instanceof Reply.Silence)) {
      Status status = write(request);
      if (!status.isOk()) {
        refuse(new Reply.Refusal(status, Optional.empty()), out);
      } else if (scripted == null) {
        out.onNext(Empty.getDefaultInstance());
        out.onCompleted();
      }
    }
  }

  private static void refuse(Reply.Refusal refusal, StreamObserver<Empty> out) {
    Metadata trailers = new Metadata();
    if (refusal.retryInfo().isPresent()) {
      trailers.put(
          Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
          OtlpErrors.encode(
              OtlpFormats.OTLP_PROTO,
              new OtlpErrors.RpcError(
                  refusal.status().getCode().value(),
                  String.valueOf(refusal.status().getDescription()),
                  refusal.retryInfo())));
    }
    out.onError(refusal.status().asRuntimeException(trailers));
  }

  private synchronized Status write(BatchWriteSpansRequest request) {
    if (!tokens.isEmpty() && !tokens.contains(bearer(HEADERS.get().get("authorization")))) {
      return Status.UNAUTHENTICATED.withDescription(
          "Request had invalid authentication credentials.");
    }
    if (!takesAnotherCall()) {
      return quotaExceeded();
    }
    if (request.getSerializedSize() > MAX_MESSAGE_BYTES) {
      return tooLarge(request.getSerializedSize());
    }
    List<String> faults = new ArrayList<>(CloudTraceRules.broken(request, clock.epochNanos()));
    if (request.getSpansList().stream().anyMatch(refused)) {
      faults.add("Invalid span (expected: what no page says)");
    }
    if (!faults.isEmpty()) {
      refusals.addAll(faults);
      return Status.INVALID_ARGUMENT.withDescription(faults.get(0));
    }
    for (Span span : request.getSpansList()) {
      if (!names.add(span.getName())) {
        violations.add("written again: " + span.getName());
      }
      stored.add(span);
    }
    return Status.OK;
  }

  private boolean takesAnotherCall() {
    long now = clock.epochNanos();
    if (now - windowEpochNanos >= QUOTA_WINDOW.toNanos()) {
      windowEpochNanos = now;
      callsOfWindow = 0;
    }
    return callsOfWindow++ < quota;
  }

  private static String bearer(@Nullable String authorization) {
    return authorization != null && authorization.startsWith("Bearer ")
        ? authorization.substring(7)
        : "";
  }

  private final class HeaderCatcher implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (peer != null) {
        connections.add(peer);
      }
      Map<String, String> caught = new TreeMap<>();
      for (String name : headers.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
          List<String> values = new ArrayList<>();
          Iterable<String> all = headers.getAll(key);
          if (all != null) {
            all.forEach(values::add);
          }
          caught.put(name, String.join(", ", values));
        }
      }
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, caught), call, headers, next);
    }
  }
}
