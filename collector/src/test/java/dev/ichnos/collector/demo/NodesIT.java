package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.RunningCollector;
import dev.ichnos.collector.testing.DatadogPayload;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mesh of three nodes behind one collector: Datadog is told each pod's spans apart, with the host
 * and the tags of that pod's own node and containers.
 */
class NodesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int REQUESTS = 3;

  private static final Map<Bookinfo.Proxy, String> NODES =
      Map.of(
          Bookinfo.GATEWAY, "node-a",
          Bookinfo.PRODUCTPAGE, "node-a",
          Bookinfo.DETAILS, "node-b",
          Bookinfo.REVIEWS, "node-b",
          Bookinfo.RATINGS, "node-c");

  @TempDir private Path directory;

  @Test
  void threeNodes_everyPodsSpansAreOfItsOwnHost() throws Exception {
    Path pods = Files.writeString(directory.resolve("pods.json"), pods());
    try (FakeDatadogAgent agent = FakeDatadogAgent.start();
        RunningCollector collector = RunningCollector.start(config(agent, pods))) {
      ZipkinJsonSender sender = new ZipkinJsonSender(collector.listener("zipkin", true));
      List<ProxySpan> sent = new ArrayList<>();
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      Random random = new Random(7);
      for (int i = 0; i < REQUESTS; i++) {
        Bookinfo request = new Bookinfo(random.nextLong() | 1, random.nextLong() | 1, now);
        request.reports().forEach(report -> report.forEach(hop -> sent.add(request.span(hop))));
      }

      sender.send(sent);

      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(agent.stored()).hasSize(sent.size()));
      Map<Long, ProxySpan> byId =
          sent.stream().collect(Collectors.toMap(ProxySpan::spanId, span -> span));
      Map<String, Integer> payloadsOfPods = new TreeMap<>();
      for (DatadogPayload payload : agent.payloads()) {
        Set<Bookinfo.Proxy> proxies =
            payload.chunks().stream()
                .flatMap(chunk -> chunk.spans().stream())
                .map(span -> byId.get(span.spanId()).proxy())
                .collect(Collectors.toSet());
        assertThat(proxies).as("the pods of one payload").hasSize(1);
        Bookinfo.Proxy proxy = proxies.iterator().next();
        payloadsOfPods.merge(proxy.service(), 1, Integer::sum);
        assertThat(payload.path()).isEqualTo("/v0.7/traces");
        assertThat(payload.hostname()).isEqualTo(NODES.get(proxy));
        assertThat(payload.env()).isEqualTo("prod");
        assertThat(payload.tags().getOrDefault("_dd.tags.container", "").split(","))
            .contains(
                "pod_name:" + proxy.podName(),
                "kube_namespace:" + proxy.namespace(),
                "kube_deployment:" + proxy.deployment());
        assertThat(payload.containerId()).isIn("", containerId(proxy));
      }
      assertThat(payloadsOfPods)
          .containsOnlyKeys("istio-ingressgateway", "productpage", "details", "reviews", "ratings");
      String ownHost = InetAddress.getLocalHost().getHostName();
      assertThat(agent.payloads()).extracting(DatadogPayload::hostname).doesNotContain(ownHost, "");
      assertThat(agent.stored())
          .extracting(span -> span.meta().getOrDefault("_dd.hostname", ""))
          .doesNotContain(ownHost)
          .allMatch(host -> host.isEmpty() || NODES.containsValue(host));
      assertThat(agent.violations()).isEmpty();
      collector.awaitBalanced("datadog", account -> account.sent() == sent.size());
    }
  }

  private static String config(FakeDatadogAgent agent, Path pods) {
    return """
    receivers:
      zipkin: {endpoint: 127.0.0.1:0}
    exporters:
      datadog:
        endpoint: %s
        trace_api: v0.7
        env: prod
        window: {idle: 200ms, max_age: 1s}
    identity:
      pods: {file: {path: %s}}
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      pipelines:
        traces: {receivers: [zipkin], exporters: [datadog]}
    """
        .formatted(agent.uri(), pods);
  }

  /** As {@code kubectl get pods -A -o json} lists them. */
  private static String pods() {
    return NODES.entrySet().stream()
        .map(entry -> pod(entry.getKey(), entry.getValue()))
        .collect(
            Collectors.joining(",", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[", "]}"));
  }

  private static String pod(Bookinfo.Proxy proxy, String node) {
    return """
    {"apiVersion":"v1","kind":"Pod",
     "metadata":{"name":"%1$s","namespace":"%2$s","uid":"%1$s-uid",
       "creationTimestamp":"2026-01-01T00:00:00Z",
       "labels":{"app":"%3$s","pod-template-hash":"%8$s"},
       "ownerReferences":[{"controller":true,"kind":"ReplicaSet","name":"%4$s"}]},
     "spec":{"nodeName":"%5$s","containers":[{"name":"istio-proxy","image":"docker.io/istio/proxyv2:1.27.1"}]},
     "status":{"phase":"Running","podIP":"%6$s","podIPs":[{"ip":"%6$s"}],
       "startTime":"2026-01-01T00:00:00Z",
       "containerStatuses":[{"name":"istio-proxy","containerID":"containerd://%7$s",
         "state":{"running":{"startedAt":"2026-01-01T00:00:01Z"}}}]}}
    """
        .formatted(
            proxy.podName(),
            proxy.namespace(),
            proxy.service(),
            proxy.podName().substring(0, proxy.podName().lastIndexOf('-')),
            node,
            proxy.ip(),
            containerId(proxy),
            proxy.podHash().substring(0, proxy.podHash().indexOf('-')));
  }

  private static String containerId(Bookinfo.Proxy proxy) {
    return "%064x".formatted(Math.abs((long) proxy.service().hashCode()));
  }
}
