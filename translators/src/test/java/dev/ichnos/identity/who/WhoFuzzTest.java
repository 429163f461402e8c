package dev.ichnos.identity.who;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.redaction.RedactionSettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever spans say: nothing throws, twice is once, and nobody gets Ichnos's own host. */
class WhoFuzzTest {
  private static final String OWN_IP = "10.4.0.30";

  private static final String[] KEYS = {
    "node_id",
    "zone",
    "istio.namespace",
    "istio.canonical_service",
    "istio.canonical_revision",
    "istio.cluster_id",
    "istio.mesh_id",
    "istio.destination_canonical_service",
    "istio.destination_namespace",
    "istio.source_canonical_service",
    "upstream_cluster",
    "network.local.address",
    "service.name",
    "x-forwarded-client-cert",
    "http.url",
    "url.path",
    "grpc.path",
    "server.address"
  };

  private static final String[] RESOURCE_KEYS = {
    "service.name", "service.namespace", "service.version", "service.instance.id", "node_id",
    "k8s.pod.name", "k8s.namespace.name", "k8s.pod.ip", "k8s.cluster.name", "k8s.container.name",
    "host.name", "ip", "k8s.deployment.name", "ichnos.original_service_name"
  };

  private static final String[] VALUES = {
    "",
    "a",
    "default",
    "details.default",
    "a.default.default",
    "unknown",
    "-",
    "unknown_service",
    "istio-proxy.default",
    "latest",
    "Kubernetes",
    "10.4.1.7",
    "127.0.0.6",
    "10.4.9.9",
    "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~x",
    "sidecar~~.~",
    "~~~",
    "waypoint~10.4.2.9~w-0.default~x",
    "ztunnel~10.4.2.9~z-9stvs.default~x",
    "router~1~2.3~4",
    "outbound|9080||details.default.svc.cluster.local",
    "inbound|9080||a.b.svc",
    "|||",
    "a|b|c|d",
    "inbound-vip|1|http/v1|a.b.svc;",
    "outbound_._._.a",
    "By=spiffe://x/ns/default/sa/y;URI=",
    "By=spiffe://",
    "http://",
    "http://ichnos/v1/traces",
    "://",
    "/v1/traces",
    "/v0.",
    "details-0",
    "details-v1-79f774bdb9-4kvmx"
  };

  private final Identity identity =
      new Identity(
          new IdentitySettings(
              EnumSet.of(
                  RuleId.SELF,
                  RuleId.PROXY_NODE,
                  RuleId.ISTIO_TAGS,
                  RuleId.SERVICE_NAME,
                  RuleId.POD_DIRECTORY),
              RedactionSettings.defaults(),
              new SelfSettings("tracing", "ichnos-7d9c5b8f6-2xk4q", OWN_IP, List.of("ichnos")),
              "prod",
              EnvoySettings.defaults(),
              Map.of()),
          new FakePods()
              .add(FakePods.pod("tracing", "ichnos-7d9c5b8f6-2xk4q", "own-node"), OWN_IP)
              .add(FakePods.pod("default", "details-v1-79f774bdb9-4kvmx", "node-1"), "10.4.1.7"));

  @Test
  void apply_anything_twiceIsOnceAndNeverOurHost() {
    FuzzRun run = FuzzRun.of(11, 3000);
    while (run.next()) {
      Random random = run.random();
      String peer = random.nextBoolean() ? OWN_IP : VALUES[random.nextInt(VALUES.length)];
      Origin origin = new Origin("t", SpanFixtures.TEST_FORMAT, peer, SpanFixtures.START, Map.of());
      List<Span> spans = new ArrayList<>();
      Resource shared = Resource.of(some(random, RESOURCE_KEYS));
      for (int i = 0; i < 4; i++) {
        spans.add(
            Span.builder()
                .traceId(0, 1)
                .spanId(i + 1)
                .kind(SpanKind.values()[random.nextInt(SpanKind.values().length)])
                .startEpochNanos(random.nextBoolean() ? SpanFixtures.START : 0)
                .attributes(some(random, KEYS))
                .resource(random.nextBoolean() ? shared : Resource.of(some(random, RESOURCE_KEYS)))
                .build());
      }
      SpanBatch batch = new SpanBatch(spans, origin);

      SpanBatch once = identity.apply(batch, RuleObserver.NONE);

      assertThat(identity.apply(once, RuleObserver.NONE)).isSameAs(once);
      for (Span span : once.spans()) {
        assertThat(span.resource().attributes().string("k8s.node.name")).isNotEqualTo("own-node");
        assertThat(span.resource().attributes().string("host.name")).isNotEqualTo("own-node");
        assertThat(span.resource().attributes().toString()).doesNotContain("NoServiceName");
      }
    }
  }

  private static Attributes some(Random random, String[] keys) {
    Attributes.Builder builder = Attributes.builder();
    for (String key : keys) {
      if (random.nextInt(3) == 0) {
        builder.put(key, VALUES[random.nextInt(VALUES.length)]);
      }
    }
    return builder.build();
  }
}
