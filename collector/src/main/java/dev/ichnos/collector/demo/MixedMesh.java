package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Bookinfo behind a load balancer that begins traces of its own, request by request:
 *
 * <pre>
 * load balancer   sets x-cloud-trace-context, reports nothing here
 *   gateway       Zipkin: reads B3, writes B3, passes all else on; two spans, as Istio asks of routers
 *     sidecar     the same; one span for what comes in
 *       app       copies some headers to the calls that it makes
 *     sidecar     one span for what goes out
 *       sidecar … of the service that is called
 * </pre>
 *
 * <p>Nothing else decides about ids: a proxy that finds no B3 begins a trace. Custom tags hold what
 * a request's headers are when its span ends, so that those of B3 name the proxy's own context.
 */
final class MixedMesh {
  /** How long each step of the way takes, microseconds. */
  private static final long STEP_MICROS = 350;

  private static final String LOAD_BALANCER = "35.191.12.7";

  private final Forwarding forwarding;
  private final RandomGenerator random;
  private final ZipkinTracer tracer;
  private final Map<Bookinfo.Proxy, List<ProxySpan>> reports = new LinkedHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final TraceId loadBalancersTrace;
  private final List<ProxySpan> applicationSpans = new ArrayList<>();
  private final W3cSdk sdk;
  private final boolean traced;
  private long nowMicros;

  /** A mesh through which one request has gone, begun at this time. */
  MixedMesh(Forwarding forwarding, RandomGenerator random, long startEpochMicros) {
    this(forwarding, false, random, startEpochMicros);
  }

  private MixedMesh(
      Forwarding forwarding, boolean traced, RandomGenerator random, long startEpochMicros) {
    this.forwarding = forwarding;
    this.traced = traced;
    this.random = random;
    tracer = new ZipkinTracer(random);
    sdk = new W3cSdk(random);
    loadBalancersTrace = new TraceId(random.nextLong() | 1, random.nextLong() | 1);
    nowMicros = startEpochMicros;
    request();
  }

  private record Call(Bookinfo.Proxy caller, Bookinfo.Proxy callee) {}

  /** A service, and those that its application calls, one after another. */
  private record Service(Bookinfo.Proxy proxy, String path, List<Service> callees) {
    String host() {
      return proxy.service() + ".default.svc.cluster.local";
    }

    /** As Istio's route decorator has it, on both sides of a call. */
    String operation() {
      return host() + ":9080" + (path.equals("/productpage") ? path : "/*");
    }

    String url() {
      return "http://" + proxy.service() + ":9080" + path;
    }

    String address() {
      return proxy.ip() + ":9080";
    }

    static Service productpage() {
      Service ratings = new Service(Bookinfo.RATINGS, "/ratings/0", List.of());
      return new Service(
          Bookinfo.PRODUCTPAGE,
          "/productpage",
          List.of(
              new Service(Bookinfo.DETAILS, "/details/0", List.of()),
              new Service(Bookinfo.REVIEWS, "/reviews/0", List.of(ratings))));
    }
  }

  /**
   * A mesh whose applications have an SDK besides, which reads and writes {@code traceparent}; the
   * load balancer sets that too.
   */
  static MixedMesh withSdk(Forwarding forwarding, RandomGenerator random, long startEpochMicros) {
    return new MixedMesh(forwarding, true, random, startEpochMicros);
  }

  /** What each proxy reports, proxy by proxy, as they finish: the innermost first. */
  List<List<ProxySpan>> reports() {
    return List.copyOf(reports.values());
  }

  /** All of it. */
  List<ProxySpan> spans() {
    List<ProxySpan> spans = new ArrayList<>(applicationSpans);
    reports.values().forEach(spans::addAll);
    return spans;
  }

  /** How many spans name a parent that nobody reports: the load balancer's. */
  long parentsOutside() {
    Set<Long> all = spanIds();
    return spans().stream()
        .filter(span -> span.parentSpanId() != 0 && !all.contains(span.parentSpanId()))
        .count();
  }

  /** What applications report: nothing without an SDK. */
  List<ProxySpan> applicationSpans() {
    return List.copyOf(applicationSpans);
  }

  Set<Long> spanIds() {
    return spans().stream().map(ProxySpan::spanId).collect(Collectors.toSet());
  }

  /** The traces as which the spans are reported. */
  Set<TraceId> traces() {
    return spans().stream()
        .map(span -> new TraceId(span.traceIdHigh(), span.traceIdLow()))
        .collect(Collectors.toSet());
  }

  /**
   * The calls that were made, {@code caller -> callee}: what every map of services must show.
   *
   * @param name how a proxy's service is called there
   */
  Set<String> calls(Function<Bookinfo.Proxy, String> name) {
    return calls.stream()
        .map(call -> CallGraph.edge(name.apply(call.caller()), name.apply(call.callee())))
        .collect(Collectors.toSet());
  }

  /** The trace that the load balancer named. */
  TraceId loadBalancersTrace() {
    return loadBalancersTrace;
  }

  private void request() {
    Map<String, String> headers = new HashMap<>();
    long spanId = ZipkinTracer.newId(random);
    headers.put(
        MeshHeaders.CLOUD_TRACE,
        loadBalancersTrace.hex() + "/" + Long.toUnsignedString(spanId) + ";o=1");
    if (traced) {
      headers.put(MeshHeaders.TRACEPARENT, W3cSdk.traceparent(loadBalancersTrace, spanId));
    }
    throughGateway(headers, Service.productpage());
  }

  private void throughGateway(Map<String, String> headers, Service to) {
    Bookinfo.Proxy gateway = Bookinfo.GATEWAY;
    // Istio's gateways take no request id from outside.
    headers.put(MeshHeaders.REQUEST_ID, new UUID(random.nextLong(), random.nextLong()).toString());
    SpanIds taken = tracer.begin(headers);
    SpanIds made = tracer.child(taken);
    long start = step();
    tracer.inject(made, headers);
    calls.add(new Call(gateway, to.proxy()));
    long startMade = step();
    intoSidecar(to, gateway, headers);
    String cluster = "outbound|9080||" + to.host();
    report(
        gateway,
        made,
        SpanKind.CLIENT,
        "router " + cluster + " egress",
        startMade,
        EnvoyTags.upstream(gateway, to.address(), cluster));
    String url = "http://bookinfo.example.com" + to.path();
    report(
        gateway,
        taken,
        SpanKind.SERVER,
        to.operation(),
        start,
        downstream(gateway, headers, url, LOAD_BALANCER, cluster));
  }

  private void intoSidecar(Service service, Bookinfo.Proxy caller, Map<String, String> sent) {
    Map<String, String> headers = new HashMap<>(sent);
    SpanIds context = tracer.begin(headers);
    long start = step();
    tracer.inject(context, headers);
    step();
    application(service, headers);
    report(
        service.proxy(),
        context,
        SpanKind.SERVER,
        service.operation(),
        start,
        downstream(service.proxy(), headers, service.url(), caller.ip(), "inbound|9080||"));
  }

  private void application(Service service, Map<String, String> headers) {
    SpanIds taken = sdk.begin(headers);
    long start = step();
    for (Service callee : service.callees()) {
      SpanIds made = sdk.child(taken);
      long startMade = step();
      Map<String, String> calling = forwarding.copied(headers);
      if (traced) {
        sdk.inject(made, calling);
      }
      outOfSidecar(service, callee, calling);
      reportByApplication(service, made, SpanKind.CLIENT, startMade);
    }
    reportByApplication(service, taken, SpanKind.SERVER, start);
  }

  private void outOfSidecar(Service caller, Service callee, Map<String, String> headers) {
    Bookinfo.Proxy proxy = caller.proxy();
    SpanIds context = tracer.begin(headers);
    long start = step();
    tracer.inject(context, headers);
    calls.add(new Call(proxy, callee.proxy()));
    step();
    intoSidecar(callee, proxy, headers);
    Map<String, String> tags =
        downstream(proxy, headers, callee.url(), proxy.ip(), "outbound|9080||" + callee.host());
    tags.put("upstream_address", callee.address());
    report(proxy, context, SpanKind.CLIENT, callee.operation(), start, tags);
  }

  private static Map<String, String> downstream(
      Bookinfo.Proxy proxy,
      Map<String, String> headers,
      String url,
      String peerAddress,
      String cluster) {
    Map<String, String> custom = new LinkedHashMap<>();
    for (String header : MeshHeaders.CAPTURED) {
      String value = headers.getOrDefault(header, "");
      if (!value.isEmpty()) {
        custom.put(header, value);
      }
    }
    String requestId = headers.getOrDefault(MeshHeaders.REQUEST_ID, "");
    return EnvoyTags.downstream(proxy, requestId, url, peerAddress, cluster, custom);
  }

  private void reportByApplication(Service service, SpanIds ids, SpanKind kind, long startMicros) {
    Map<String, String> attributes = Map.of("http.request.method", "GET");
    ProxySpan span = span(service.proxy(), ids, kind, "GET", startMicros, attributes);
    if (traced) {
      applicationSpans.add(span);
    }
  }

  private void report(
      Bookinfo.Proxy proxy,
      SpanIds ids,
      SpanKind kind,
      String name,
      long startMicros,
      Map<String, String> tags) {
    reports
        .computeIfAbsent(proxy, any -> new ArrayList<>())
        .add(span(proxy, ids, kind, name, startMicros, tags));
  }

  /** A span that ends now. */
  private ProxySpan span(
      Bookinfo.Proxy proxy,
      SpanIds ids,
      SpanKind kind,
      String name,
      long startMicros,
      Map<String, String> tags) {
    return new ProxySpan(
        ids.traceId().high(),
        ids.traceId().low(),
        ids.spanId(),
        ids.parentSpanId(),
        kind,
        name,
        startMicros,
        step() - startMicros,
        proxy,
        tags);
  }

  private long step() {
    nowMicros += STEP_MICROS;
    return nowMicros;
  }
}
