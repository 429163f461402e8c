package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.FakePods;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.repair.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A mesh on three nodes behind one Ichnos on a fourth: each pod's spans reach Datadog as if an
 * Agent on the pod's own node had taken them.
 */
class DatadogMeshTest {
  private static final String COLLECTOR = "ichnos-7d9c5b8f6-2xk4q";
  private static final PodDirectory PODS =
      new FakePods()
          .add(FakePods.pod("shop", "web-5d6f7b8c9-x2kqz", "node-1"), "10.4.1.2")
          .add(FakePods.pod("shop", "cart-6c8f9d7b54-qx7tz", "node-2"), "10.4.2.2")
          .add(FakePods.pod("shop", "cart-6c8f9d7b54-9stvs", "node-3"), "10.4.3.2")
          .add(FakePods.pod("shop", "db-0", "node-3"), "10.4.3.3")
          .add(FakePods.pod("tracing", COLLECTOR, "node-4"), "10.4.4.4");

  private int spanId;

  @Test
  void messages_asFromAnAgentOnEachNode() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (Span span : wire()) {
      spans.addAll(accept(span)); // each proxy sends its own message
    }

    Map<String, Encoded> byPod = encode(spans);

    assertThat(byPod.keySet())
        .containsExactly(
            "cart-6c8f9d7b54-9stvs", "cart-6c8f9d7b54-qx7tz", "db-0", "web-5d6f7b8c9-x2kqz");
    assertHead(byPod.get("web-5d6f7b8c9-x2kqz"), "node-1-prod", "web-5d6f7b8c9-x2kqz", "v1");
    assertHead(byPod.get("cart-6c8f9d7b54-qx7tz"), "node-2-prod", "cart-6c8f9d7b54-qx7tz", "v2");
    assertHead(byPod.get("cart-6c8f9d7b54-9stvs"), "node-3-prod", "cart-6c8f9d7b54-9stvs", "v2");
    assertThat(byPod.get("db-0").payload())
        .containsEntry("hostname", "node-3-prod")
        .containsEntry("app_version", "")
        .containsEntry("container_id", "id-of-app-of-db-0");
    for (Encoded message : byPod.values()) {
      assertThat(message.payload().toString())
          .doesNotContain("node-4")
          .doesNotContain(COLLECTOR)
          .doesNotContain("10.4.4.4");
    }
  }

  @Test
  void services_asTheirDashboardsKnowThem() throws Exception {
    List<Span> spans = accept(wire());
    List<Span> joined = new ArrayList<>();
    Spelling spelling = new Spelling(false, true);
    spans.forEach(span -> joined.add(spelling.apply(span)));

    assertThat(services(spans)).containsExactly("cart", "cart", "db", "web");
    assertThat(services(joined)).containsExactly("cart.shop", "cart.shop", "db.shop", "web.shop");
  }

  @Test
  void inOneMessage_orInMany_theSameToEachNode() throws Exception {
    List<Span> one = accept(wire());
    spanId = 0;
    List<Span> many = new ArrayList<>();
    for (Span span : wire()) {
      many.addAll(accept(span));
    }

    assertThat(encode(one).keySet()).isEqualTo(encode(many).keySet());
    assertThat(one).isEqualTo(many);
  }

  @Test
  void podsOfWhichNothingIsKnown_haveNoHost() throws Exception {
    Span span = sidecar("10.4.9.9", "gone-0", SpanKind.SERVER, "gone.shop", "v1");

    Map<String, Encoded> byPod = encode(accept(span));

    assertThat(byPod.get("gone-0").payload()).containsEntry("hostname", "");
  }

  private Span[] wire() {
    return new Span[] {
      sidecar("10.4.1.2", "web-5d6f7b8c9-x2kqz", SpanKind.SERVER, "web.shop", "v1"),
      sidecar("10.4.1.2", "web-5d6f7b8c9-x2kqz", SpanKind.CLIENT, "web.shop", "v1"),
      sidecar("10.4.2.2", "cart-6c8f9d7b54-qx7tz", SpanKind.SERVER, "cart.shop", "v2"),
      sidecar("10.4.3.2", "cart-6c8f9d7b54-9stvs", SpanKind.SERVER, "cart.shop", "v2"),
      span("db.shop").attributes(attributes("network.local.address", "10.4.3.3")).build(),
    };
  }

  private Span sidecar(String ip, String pod, SpanKind kind, String service, String revision) {
    return span(service)
        .kind(kind)
        .attributes(
            attributes(
                "component", "proxy",
                "node_id", "sidecar~" + ip + "~" + pod + ".shop~shop.svc.cluster.local",
                "istio.canonical_revision", revision,
                "istio.namespace", "shop",
                "istio.cluster_id", "prod"))
        .build();
  }

  private Span.Builder span(String service) {
    return SpanFixtures.SERVER.toBuilder()
        .spanId(++spanId)
        .parentSpanId(spanId - 1)
        .resource(SpanFixtures.service(service));
  }

  private static dev.ichnos.model.Attributes attributes(String... pairs) {
    var builder = dev.ichnos.model.Attributes.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      builder.put(pairs[i], pairs[i + 1]);
    }
    return builder.build();
  }

  /** Every message came through Ichnos's own sidecar, or a peer's: the peer says nothing. */
  private static List<Span> accept(Span... spans) {
    IdentitySettings defaults =
        IdentitySettings.of(
            EnumSet.of(
                RuleId.PROXY_NODE, RuleId.ISTIO_TAGS, RuleId.SERVICE_NAME, RuleId.POD_DIRECTORY));
    IdentitySettings settings =
        new IdentitySettings(
            defaults.rules(),
            defaults.redaction(),
            defaults.self(),
            "prod",
            defaults.envoy(),
            defaults.contexts());
    Origin origin =
        new Origin("zipkin", SpanFixtures.TEST_FORMAT, "10.4.4.4", SpanFixtures.START, Map.of());
    return new Identity(settings, PODS)
        .apply(new SpanBatch(List.of(spans), origin), RuleObserver.NONE)
        .spans();
  }

  private static Map<String, Encoded> encode(List<Span> spans) throws Exception {
    DatadogEncoder encoder = DatadogEncoder.v07(DatadogOptions.defaults());
    Map<String, Encoded> byPod = new TreeMap<>();
    for (List<Span> message : encoder.messages(spans).values()) {
      String pod = message.get(0).resource().attributes().string("k8s.pod.name");
      Encoded encoded = Encoded.of(encoder, SpanFixtures.batch(message.toArray(Span[]::new)));
      assertThat(byPod.put(pod, encoded)).as("one message for %s", pod).isNull();
    }
    return byPod;
  }

  private static List<Object> services(List<Span> spans) throws Exception {
    List<Object> services = new ArrayList<>();
    for (Encoded message : encode(spans).values()) {
      services.add(message.span().get("service"));
    }
    return services;
  }

  private static void assertHead(Encoded message, String host, String pod, String version) {
    String deployment = pod.substring(0, pod.indexOf('-'));
    assertThat(message.payload())
        .contains(
            entry("hostname", host),
            entry("app_version", version),
            entry("container_id", "id-of-proxy-of-" + pod));
    Map<String, String> tags = new LinkedHashMap<>();
    String container =
        Encoded.map(message.payload().get("tags")).get("_dd.tags.container").toString();
    for (String tag : container.split(",")) {
      tags.put(tag.substring(0, tag.indexOf(':')), tag.substring(tag.indexOf(':') + 1));
    }
    assertThat(tags)
        .containsEntry("pod_name", pod)
        .containsEntry("kube_namespace", "shop")
        .containsEntry("kube_deployment", deployment)
        .containsEntry("kube_container_name", "istio-proxy")
        .containsEntry("container_id", "id-of-proxy-of-" + pod)
        .containsEntry("kube_cluster_name", "prod");
    for (Object chunk : message.chunks()) {
      for (Object span : (List<?>) chunk) {
        Object hostname = Encoded.map(Encoded.map(span).get("meta")).get("_dd.hostname");
        assertThat(hostname).isIn(null, host);
      }
    }
  }
}
