package dev.ichnos.repair.join;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a few requests through a mesh, made by letting proxies and applications do with
 * headers what they do, and for each span the request that it truly is of.
 */
public final class CallGraph {
  static final Format ZIPKIN = new Format("ZIPKIN_V2_JSON", "application/json");
  static final Format OTLP = new Format("OTLP_PROTO", "application/x-protobuf");
  private static final HexFormat HEX = HexFormat.of();
  private static final long NOON = 1_790_000_000_000_000_000L;
  private static final int MOST_SPANS = 400;

  /** Headers of a request on its way. */
  private record Headers(
      String requestId,
      String cloud,
      @Nullable Context b3,
      @Nullable Context w3c,
      @Nullable Made cause) {
    Headers withCause(@Nullable Made next) {
      return new Headers(requestId, cloud, b3, w3c, next);
    }
  }

  private record Context(long high, long low, long spanId) {
    String b3() {
      return (high == 0 ? "" : HEX.toHexDigits(high))
          + HEX.toHexDigits(low)
          + '-'
          + HEX.toHexDigits(spanId)
          + "-1";
    }

    String traceparent() {
      return "00-"
          + HEX.toHexDigits(high)
          + HEX.toHexDigits(low)
          + '-'
          + HEX.toHexDigits(spanId)
          + "-01";
    }
  }

  private record Pod(String service, String name, String ip, long skew, boolean b3, boolean sdk) {
    String nodeId(String type) {
      return type + '~' + ip + '~' + name + ".default~default.svc.cluster.local";
    }
  }

  /** A span, what it is of, and the span that truly caused it. */
  static final class Made {
    final Span span;
    final int request;
    final @Nullable Made cause;
    final Format format;
    final boolean isLost;

    Made(Span span, int request, @Nullable Made cause, Format format, boolean isLost) {
      this.span = span;
      this.request = request;
      this.cause = cause;
      this.format = format;
      this.isLost = isLost;
    }

    /** One line: request, trace, ids, where, when in microseconds, request id and header. */
    @Override
    public String toString() {
      String key = HEX.toHexDigits(span.traceIdLow()).substring(0, 4);
      String id = HEX.toHexDigits(span.spanId()).substring(0, 4);
      String parent = HEX.toHexDigits(span.parentSpanId()).substring(0, 4);
      String node = span.attributes().string("node_id");
      String to = span.attributes().string("upstream_cluster");
      return "%d %s/%s<-%s %s %s %s [%d..%d] r=%.4s x=%.4s w=%.11s b=%.4s"
          .formatted(
              request,
              key,
              id,
              parent,
              span.kind(),
              node.isEmpty() ? "sdk " + span.name() : node.substring(0, node.indexOf('.', 20)),
              to,
              (span.startEpochNanos() - NOON) / 1_000,
              (span.endEpochNanos() - NOON) / 1_000,
              span.attributes().string("guid:x-request-id"),
              span.attributes().string("x-cloud-trace-context"),
              span.attributes().string("traceparent"),
              span.attributes().string("b3"));
    }
  }

  private final Random random;
  private final Traffic traffic;
  private final Map<String, List<Pod>> services = new LinkedHashMap<>();
  private final Map<String, boolean[]> forwards = new HashMap<>();
  private final List<Made> made = new ArrayList<>();
  private final boolean capturesCloud;
  private final boolean capturesTrace;
  private final Set<Long> worn = new HashSet<>();
  private int request;

  CallGraph(Random random, Traffic traffic) {
    this.random = random;
    this.traffic = traffic;
    capturesCloud = random.nextDouble() < traffic.captures;
    capturesTrace = random.nextDouble() < traffic.captures;
    boolean b3 = random.nextInt(3) > 0;
    int ip = 1;
    for (String service : List.of("gateway", "web", "orders", "stock", "price", "mail")) {
      List<Pod> pods = new ArrayList<>();
      int replicas = service.equals("gateway") ? 1 : 1 + random.nextInt(2);
      for (int i = 0; i < replicas; i++) {
        String address = traffic.nat && random.nextBoolean() ? "10.9.9.9" : "10.4.0." + ip++;
        pods.add(
            new Pod(
                service,
                service + "-" + i,
                address,
                (long) ((random.nextDouble() * 2 - 1) * traffic.skewNanos),
                traffic.familiesDiffer ? random.nextBoolean() : b3,
                random.nextDouble() < traffic.sdks));
      }
      services.put(service, pods);
      forwards.put(
          service,
          new boolean[] {
            random.nextDouble() < traffic.forwardsRequestId,
            random.nextDouble() < traffic.forwardsCloud,
            random.nextDouble() < traffic.forwardsOwn
          });
    }
    run();
  }

  /** Any requests through any mesh. */
  public static CallGraph any(Random random) {
    return new CallGraph(random, Scenario.values()[random.nextInt(8)].draw(random));
  }

  List<Made> spans() {
    return made;
  }

  /** What arrives: groups of one trace and one message, without what is lost. */
  public List<SpanBatch> groups() {
    Map<Object, List<Span>> groups = new LinkedHashMap<>();
    for (Made each : made) {
      if (!each.isLost) {
        groups
            .computeIfAbsent(List.of(each.span.traceId(), each.format), key -> new ArrayList<>())
            .add(each.span);
      }
    }
    List<SpanBatch> batches = new ArrayList<>();
    groups.forEach(
        (key, spans) ->
            batches.add(
                new SpanBatch(
                    spans,
                    new Origin(
                        "test", (Format) ((List<?>) key).get(1), "10.0.0.9", NOON, Map.of()))));
    return batches;
  }

  /** The requests that arrived under each trace id. */
  Map<TraceId, Set<Integer>> requestsByTrace() {
    Map<TraceId, Set<Integer>> requests = new LinkedHashMap<>();
    for (Made each : made) {
      if (!each.isLost) {
        requests.computeIfAbsent(each.span.traceId(), key -> new HashSet<>()).add(each.request);
      }
    }
    return requests;
  }

  /** Keys of ids that requests before these had. */
  Set<Long> worn() {
    return worn;
  }

  private void run() {
    String sameRequestId = uuid();
    String sameCloud = cloud();
    Context sameTraceparent = newContext(false);
    if (traffic.seenBefore) {
      worn.add(new Token(true, 0, Token.requestHash(sameRequestId)).key());
      worn.add(JoinKeys.ofTrace(HexFormat.fromHexDigitsToLong(sameCloud, 16, 32)));
      worn.add(JoinKeys.ofTrace(sameTraceparent.low));
    }
    long start = NOON;
    boolean together = random.nextBoolean();
    for (request = 0; request < traffic.requests; request++) {
      start += traffic.apart ? 2_000_000_000L : together ? random.nextInt(5_000_000) : 40_000_000;
      Headers headers =
          new Headers(
              traffic.oneRequestId ? sameRequestId : uuid(),
              !traffic.cloudHeader ? "" : traffic.oneHeader ? sameCloud : cloud(),
              null,
              traffic.forgedTraceparent ? sameTraceparent : null,
              null);
      if (traffic.fromPod) {
        Pod pod = pod("web");
        call(pod, headers, "orders", start, 60_000_000, 0);
      } else {
        Pod gateway = pod("gateway");
        proxyCall(gateway, headers, pod("web"), start, 80_000_000, 0, true);
      }
    }
  }

  /** The application in the pod sends a request; when it is over. */
  private long call(Pod pod, Headers headers, String to, long start, long budget, int depth) {
    Headers sent = headers;
    @Nullable SpanDraft client = null;
    if (pod.sdk) {
      Context parent = headers.w3c;
      Context own = child(parent, false);
      client = new SpanDraft(pod, own, parent, SpanKind.CLIENT, start, OTLP, headers.cause);
      sent = new Headers(headers.requestId, headers.cloud, headers.b3, own, headers.cause);
      start += 20_000;
      budget -= 40_000;
    }
    int attempts = random.nextDouble() < traffic.retries ? 2 : 1;
    long end = start;
    Made cause = headers.cause;
    if (client != null) {
      // The span's identity is needed by what it causes before its end is known: an upper bound.
      cause = client.finish(start + budget, Attributes.EMPTY);
    }
    for (int i = 0; i < attempts; i++) {
      end =
          proxyCall(
              pod,
              sent.withCause(cause),
              pod(to),
              end + 100_000,
              budget / attempts - 200_000,
              depth,
              false);
    }
    return end;
  }

  /** The proxy of the pod sends it on; when it is over. */
  private long proxyCall(
      Pod pod, Headers headers, Pod to, long start, long budget, int depth, boolean gateway) {
    String requestId =
        headers.requestId.isEmpty() || random.nextDouble() < traffic.rewritten
            ? uuid()
            : headers.requestId;
    Context parent = pod.b3 ? headers.b3 : headers.w3c;
    Context own = child(parent, random.nextInt(8) == 0 && pod.b3);
    Headers injected =
        new Headers(
            requestId, headers.cloud, pod.b3 ? own : headers.b3, pod.b3 ? headers.w3c : own, null);
    Attributes.Builder tags =
        tags(pod, injected, gateway ? "router" : "sidecar")
            .put("upstream_cluster", "outbound|80||" + to.service + ".default.svc.cluster.local")
            .put("peer.address", gateway ? "203.0.113.7" : pod.ip)
            .put("http.url", "http://" + to.service + "/" + to.service);
    if (!traffic.oldEnvoy) {
      tags.put("upstream_address", to.ip + ":80");
    }
    SpanDraft draft =
        new SpanDraft(
            pod, own, parent, SpanKind.CLIENT, start, pod.b3 ? ZIPKIN : OTLP, headers.cause);
    Made client = draft.finish(start + budget, tags.build());
    int attempts = random.nextDouble() < traffic.retries / 2 ? 2 : 1;
    long end = start;
    for (int i = 0; i < attempts; i++) {
      end =
          serve(
              attempts == 1 ? to : pod(to.service),
              injected.withCause(client),
              pod.ip,
              end + 300_000,
              budget / attempts - 600_000,
              depth);
    }
    return start + budget;
  }

  /** The proxy and the application of a pod answer; when that is over. */
  private long serve(Pod pod, Headers headers, String peer, long start, long budget, int depth) {
    Context parent = pod.b3 ? headers.b3 : headers.w3c;
    Context own = child(parent, random.nextInt(8) == 0 && pod.b3);
    Headers injected =
        new Headers(
            headers.requestId,
            headers.cloud,
            pod.b3 ? own : headers.b3,
            pod.b3 ? headers.w3c : own,
            null);
    Attributes tags =
        tags(pod, injected, "sidecar")
            .put("upstream_cluster", "inbound|80||")
            .put("peer.address", peer)
            .put("http.url", "http://" + pod.service + "/" + pod.service)
            .build();
    Made server =
        new SpanDraft(
                pod, own, parent, SpanKind.SERVER, start, pod.b3 ? ZIPKIN : OTLP, headers.cause)
            .finish(start + budget, tags);
    apply(pod, injected.withCause(server), start + 100_000, budget - 300_000, depth);
    return start + budget;
  }

  /** The application does its work, calls others, and forwards what it forwards. */
  private void apply(Pod pod, Headers received, long start, long budget, int depth) {
    boolean[] forwarded = forwards.getOrDefault(pod.service, new boolean[3]);
    @Nullable Context b3 = forwarded[2] ? received.b3 : null;
    if (b3 != null && random.nextDouble() < traffic.halfWidth) {
      b3 = new Context(0, b3.low, b3.spanId);
    }
    @Nullable Context w3c = forwarded[2] ? received.w3c : null;
    Made cause = received.cause;
    if (pod.sdk) {
      Context own = child(received.w3c, false);
      cause =
          new SpanDraft(pod, own, received.w3c, SpanKind.SERVER, start, OTLP, received.cause)
              .finish(start + budget, Attributes.EMPTY);
      w3c = own;
    }
    Headers sent =
        new Headers(
            forwarded[0] ? received.requestId : "",
            forwarded[1] ? received.cloud : "",
            b3,
            w3c,
            cause);
    int calls = depth >= 3 ? 0 : random.nextInt(traffic.fanOut + 1);
    boolean parallel = random.nextBoolean();
    long at = start + 1_000_000;
    for (int i = 0; i < calls && made.size() < MOST_SPANS; i++) {
      long share = (budget - 2_000_000) / (parallel ? 1 : calls);
      if (share < 3_000_000) {
        return;
      }
      long late = random.nextDouble() < traffic.latePart ? share / 2 : 0;
      call(pod, sent, next(pod), at + late, share - 500_000, depth + 1);
      at += parallel ? random.nextInt(300_000) : share;
    }
  }

  private Attributes.Builder tags(Pod pod, Headers headers, String type) {
    Attributes.Builder tags =
        Attributes.builder()
            .put("component", "proxy")
            .put("node_id", pod.nodeId(type))
            .put("guid:x-request-id", headers.requestId)
            .put("http.method", "GET")
            .put("http.status_code", "200")
            .put("istio.mesh_id", "cluster.local");
    if (capturesCloud && !headers.cloud.isEmpty()) {
      tags.put("x-cloud-trace-context", headers.cloud);
    }
    if (capturesTrace && headers.w3c != null) {
      tags.put("traceparent", headers.w3c.traceparent());
    }
    if (capturesTrace && headers.b3 != null) {
      tags.put("b3", headers.b3.b3());
    }
    return tags;
  }

  /** Mostly on to others, at times back to where it began. */
  private String next(Pod pod) {
    if (random.nextInt(12) == 0 && !pod.service.equals("web")) {
      return "web";
    }
    List<String> others = List.of("orders", "stock", "price", "mail");
    int at = random.nextInt(others.size());
    String other = others.get(at);
    return other.equals(pod.service) ? others.get((at + 1) % others.size()) : other;
  }

  private Pod pod(String service) {
    List<Pod> pods = services.getOrDefault(service, List.of());
    return pods.get(random.nextInt(pods.size()));
  }

  private Context child(@Nullable Context parent, boolean half) {
    return parent == null
        ? newContext(half)
        : new Context(parent.high, parent.low, random.nextLong());
  }

  private Context newContext(boolean half) {
    return new Context(half ? 0 : random.nextLong(), random.nextLong(), random.nextLong());
  }

  private String cloud() {
    return HEX.toHexDigits(random.nextLong())
        + HEX.toHexDigits(random.nextLong())
        + '/'
        + Long.toUnsignedString(random.nextLong())
        + ";o=1";
  }

  private String uuid() {
    String hex = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + "-4"
        + hex.substring(13, 16)
        + '-'
        + hex.substring(16, 20)
        + '-'
        + hex.substring(20);
  }

  private final class SpanDraft {
    private final Pod pod;
    private final Context own;
    private final @Nullable Context parent;
    private final SpanKind kind;
    private final long start;
    private final Format format;
    private final @Nullable Made cause;

    SpanDraft(
        Pod pod,
        Context own,
        @Nullable Context parent,
        SpanKind kind,
        long start,
        Format format,
        @Nullable Made cause) {
      this.pod = pod;
      this.own = own;
      this.parent = parent;
      this.kind = kind;
      this.start = start;
      this.format = format;
      this.cause = cause;
    }

    Made finish(long end, Attributes attributes) {
      Attributes resource =
          Attributes.builder()
              .put("service.name", pod.service)
              .put("k8s.pod.name", pod.name)
              .put("k8s.namespace.name", "default")
              .build();
      boolean sdkKnowsPod = Math.floorMod(pod.service.hashCode() + request, 2) == 0;
      boolean proxy = attributes.contains("component");
      Span span =
          Span.builder()
              .traceId(own.high, own.low)
              .spanId(own.spanId)
              .parentSpanId(parent == null ? 0 : parent.spanId)
              .kind(kind)
              .name(pod.service)
              .startEpochNanos((start + pod.skew) / 1_000 * 1_000)
              .endEpochNanos((Math.max(start, end) + pod.skew) / 1_000 * 1_000)
              .attributes(attributes)
              .resource(
                  proxy || !sdkKnowsPod
                      ? Resource.of(Attributes.of("service.name", pod.service))
                      : Resource.of(resource))
              .build();
      Made result = new Made(span, request, cause, format, random.nextDouble() < traffic.loss);
      made.add(result);
      return result;
    }
  }
}
