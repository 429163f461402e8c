package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.IchnosProcess;
import dev.ichnos.collector.it.ThreeBackends;
import dev.ichnos.model.SpanKind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar in a pod whose sidecar traces everything: what that sidecar, and those of senders, report
 * of the way in and the way out ends at the door, so that spans do not make spans.
 */
class SelfIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ROUNDS = 4;

  private static final Bookinfo.Proxy OWN =
      new Bookinfo.Proxy("ichnos", "tracing", "sidecar", "10.4.3.9", "v1", "7d9c6b5f4-x2v8k");
  private static final Bookinfo.Proxy REPLICA =
      new Bookinfo.Proxy("ichnos", "tracing", "sidecar", "10.4.3.10", "v1", "7d9c6b5f4-q7n2d");

  /** As the Downward API tells a pod. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "POD_NAME", "ichnos-v1-7d9c6b5f4-x2v8k",
          "POD_NAMESPACE", "tracing",
          "POD_IP", "10.4.3.9");

  private static final String TEMPO = "outbound|4317||tempo-distributor.tracing.svc.cluster.local";
  private static final String ICHNOS = "outbound|9411||ichnos.tracing.svc.cluster.local";

  @TempDir private Path directory;

  private final Random random = new Random(7);
  private long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  @Test
  void everyMessageTracedInAndOut_onlyUsersSpansArrive() throws Exception {
    try (ThreeBackends backends = ThreeBackends.start();
        IchnosProcess ichnos = IchnosProcess.run(ENVIRONMENT, directory, config(backends))) {
      ZipkinJsonSender sender = new ZipkinJsonSender(ichnos.listener("zipkin", "HTTP and gRPC"));
      Set<Long> users = new HashSet<>();
      int own = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        List<ProxySpan> message = new ArrayList<>(usersSpans());
        message.forEach(span -> users.add(span.spanId()));
        // One for each message that has gone out so far, as a sidecar would report it.
        int sent = backends.all().stream().mapToInt(backend -> backend.fake().requests()).sum();
        List<ProxySpan> about = new ArrayList<>(ownSpans(Math.max(1, sent)));
        own += about.size();
        message.addAll(about.size() / 2, about);

        sender.send(message);

        for (ThreeBackends.Backend backend : backends.all()) {
          Awaitility.await(backend.lane())
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(ids(backend)).isEqualTo(users));
        }
      }

      // A message of nothing else is taken, and is the end of it.
      List<ProxySpan> about = ownSpans(1);
      own += about.size();
      sender.send(about);

      assertThat(metrics(ichnos))
          .contains("ichnos_identity_spans_total{rule=\"self\"} " + own + ".0");
      IchnosProcess.Finished finished = ichnos.terminate(Duration.ofSeconds(30));
      assertThat(finished.exitCode()).as(finished.output()).isZero();
      for (ThreeBackends.Backend backend : backends.all()) {
        assertThat(ids(backend)).as(backend.lane()).isEqualTo(users);
        assertThat(finished.output())
            .contains(
                "account: lane %s: accepted %d + created 0 {} = sent %d + waiting 0"
                    .formatted(backend.lane(), users.size(), users.size()));
      }
    }
  }

  private static Set<Long> ids(ThreeBackends.Backend backend) {
    return backend.stored().stream().map(ThreeBackends.Ids::spanId).collect(Collectors.toSet());
  }

  private static String config(ThreeBackends backends) {
    return """
    receivers:
      zipkin: {endpoint: 127.0.0.1:0}
    exporters:
    %s
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      drain_timeout: 10s
      pipelines:
        traces: {receivers: [zipkin], exporters: [otlp, datadog, googlecloud]}
    """
        .formatted(backends.lanes(100, "20ms"));
  }

  /** A request of Bookinfo, and two that look a little like Ichnos's own. */
  private List<ProxySpan> usersSpans() {
    Bookinfo request = new Bookinfo(random.nextLong() | 1, random.nextLong() | 1, nowMicros);
    List<ProxySpan> spans = new ArrayList<>();
    request.reports().forEach(report -> report.forEach(hop -> spans.add(request.span(hop))));
    String zipkins = "outbound|9411||zipkin.shop.svc.cluster.local";
    spans.add(
        span(Bookinfo.REVIEWS, SpanKind.CLIENT, zipkins, "http://zipkin.shop:9411/api/v2/spans"));
    spans.add(span(Bookinfo.REVIEWS, SpanKind.CLIENT, ICHNOS, "http://ichnos.tracing:13134/"));
    return spans;
  }

  /**
   * What sidecars report of messages on their way.
   *
   * @param sent how many have gone to backends
   */
  private List<ProxySpan> ownSpans(int sent) {
    String in = "http://ichnos.tracing:9411/api/v2/spans";
    String grpc =
        "http://ichnos.tracing:4317/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    String out =
        "http://tempo-distributor.tracing:4317/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    List<ProxySpan> spans = new ArrayList<>();
    spans.add(span(Bookinfo.PRODUCTPAGE, SpanKind.CLIENT, ICHNOS, in));
    spans.add(span(Bookinfo.DETAILS, SpanKind.CLIENT, ICHNOS, grpc));
    spans.add(span(OWN, SpanKind.SERVER, "inbound|9411||", in));
    spans.add(span(OWN, SpanKind.SERVER, "inbound|4317||", grpc));
    spans.add(span(REPLICA, SpanKind.SERVER, "inbound|9411||", in));
    for (int i = 0; i < sent; i++) {
      spans.add(span(i % 2 == 0 ? OWN : REPLICA, SpanKind.CLIENT, TEMPO, out));
    }
    return spans;
  }

  private ProxySpan span(Bookinfo.Proxy proxy, SpanKind kind, String cluster, String url) {
    long id = random.nextLong() | 1;
    nowMicros += 10;
    Map<String, String> tags =
        new LinkedHashMap<>(
            EnvoyTags.downstream(proxy, "r-" + id, url, "10.4.0.12", cluster, Map.of()));
    return new ProxySpan(
        random.nextLong() | 1, id, id, 0, kind, "spans", nowMicros, 400, proxy, tags);
  }

  private static String metrics(IchnosProcess ichnos) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(ichnos.http("health", "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
