package dev.ichnos.codec.datadog;

import static dev.ichnos.model.SpanFixtures.CLIENT;
import static dev.ichnos.model.SpanFixtures.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.datadog.DatadogOptions.TopLevelRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spans may share a message, and what a message says of them all. */
class DatadogPayloadsTest {
  private static final DatadogEncoder V04 = DatadogEncoder.v04(DatadogOptions.defaults());
  private static final DatadogEncoder V07 = DatadogEncoder.v07(DatadogOptions.defaults());

  @Test
  void v07_partsByHostEnvironmentVersionAndPod() {
    Span first = on("k8s.node.name", "n1", "k8s.pod.name", "p1");
    SpanBatch batch =
        SpanFixtures.batch(
            first,
            on("k8s.node.name", "n2", "k8s.pod.name", "p1"),
            on("k8s.node.name", "n1", "k8s.pod.name", "p2"),
            on("k8s.node.name", "n1", "k8s.pod.name", "p1", "service.version", "2"),
            on("k8s.node.name", "n1", "k8s.pod.name", "p1", "deployment.environment", "e"),
            on("k8s.node.name", "n1", "k8s.pod.name", "p1", "service.name", "other"));
    List<List<Span>> parts = messages(V07, batch);
    assertThat(parts).hasSize(5);
    assertThat(parts.get(0)).containsExactly(batch.spans().get(0), batch.spans().get(5));
    assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(batch.size());
  }

  @Test
  void v04_partsWholeTraces_byHostAndEnvironmentOfTheirRoot() {
    Resource one = resource("k8s.node.name", "n1");
    Resource two = resource("k8s.node.name", "n2");
    Span root = CLIENT.toBuilder().resource(one).build();
    Span child = SERVER.toBuilder().resource(two).build();
    Span other = CLIENT.toBuilder().traceId(0, 5).resource(two).build();
    SpanBatch batch = SpanFixtures.batch(child, other, root);
    assertThat(messages(V04, batch)).containsExactly(List.of(root, child), List.of(other));
  }

  @Test
  void oneSource_isOneMessage() {
    SpanBatch batch = SpanFixtures.batch(CLIENT, SERVER);
    assertThat(messages(V04, batch)).containsExactly(batch.spans());
    assertThat(messages(V07, batch)).containsExactly(batch.spans());
    assertThat(V07.messages(List.of())).isEmpty();
  }

  @Test
  void keys_ofEqualSources_areEqual() {
    Span other = CLIENT.toBuilder().traceId(0, 5).build();
    for (DatadogEncoder encoder : List.of(V04, V07)) {
      assertThat(encoder.messages(List.of(CLIENT)).keySet())
          .isEqualTo(encoder.messages(List.of(other)).keySet());
    }
  }

  @Test
  void v07_head_saysWhatIsTrueOfAll() throws Exception {
    Span application =
        on(
            "k8s.node.name", "n1",
            "k8s.cluster.name", "c1",
            "k8s.namespace.name", "shop",
            "k8s.pod.name", "p1",
            "k8s.container.name", "app",
            "container.id", "aaa",
            "service.version", "1.2",
            "datadog.container.tag.Team", "A, B");
    Span sidecar =
        on(
            "k8s.node.name", "n1",
            "k8s.cluster.name", "c1",
            "k8s.namespace.name", "shop",
            "k8s.pod.name", "p1",
            "k8s.container.name", "istio-proxy",
            "container.id", "bbb",
            "service.version", "1.2");
    Encoded alone = Encoded.of(V07, SpanFixtures.batch(application));
    assertThat(alone.payload())
        .containsEntry("hostname", "n1-c1")
        .containsEntry("env", "none")
        .containsEntry("app_version", "1.2")
        .containsEntry("container_id", "aaa")
        .containsEntry(
            "tags",
            Map.of(
                "_dd.tags.container",
                "kube_cluster_name:c1,kube_namespace:shop,pod_name:p1,kube_container_name:app,"
                    + "container_id:aaa,team:a_b"));
    SpanBatch pod = SpanFixtures.batch(application, sidecar);
    assertThat(messages(V07, pod)).hasSize(1);
    assertThat(Encoded.of(V07, pod).payload())
        .containsEntry("container_id", "")
        .containsEntry(
            "tags",
            Map.of("_dd.tags.container", "kube_cluster_name:c1,kube_namespace:shop,pod_name:p1"));
  }

  @Test
  void v07_chunk_hasPriorityAndOrigin() throws Exception {
    Span span =
        CLIENT.toBuilder().debug(true).attributes(Attributes.of("_dd.origin", "rum")).build();
    Encoded encoded = Encoded.of(V07, SpanFixtures.batch(span));
    Map<String, Object> chunk = Encoded.map(((List<?>) encoded.payload().get("chunks")).get(0));
    assertThat(chunk.get("priority")).hasToString("2");
    assertThat(chunk).containsEntry("origin", "rum").containsEntry("dropped_trace", false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          datadog.host.name=h k8s.node.name=n                                  | h
          k8s.node.name=n                                                      | n
          k8s.node.name=n k8s.cluster.name=c                                   | n-c
          k8s.node.name=n host.name=collector                                  | n
          host.name=web-1                                                      | web-1
          host.name=p k8s.pod.name=p                                           | ''
          host.name=localhost                                                  | ''
          host.name=127.0.0.1                                                  | ''
          host.id=i-0123                                                       | ''
          cloud.provider=gcp cloud.account.id=proj k8s.node.name=gke-1         | gke-1.proj
          cloud.provider=gcp cloud.account.id=proj host.name=vm-1.c.proj.x     | vm-1.proj
          cloud.provider=gcp cloud.account.id=proj                             | ''
          cloud.provider=aws cloud.account.id=42 k8s.node.name=n               | n
          service.name=s                                                       | ''
          """)
  void hostname_isTheSendersOrNone(String attributes, String hostname) throws Exception {
    Span span = on(attributes.split("[ =]"));
    Encoded encoded = Encoded.of(V07, SpanFixtures.batch(span));
    assertThat(encoded.payload()).containsEntry("hostname", hostname);
    assertThat(Encoded.v04(span).meta().getOrDefault("_dd.hostname", "")).isEqualTo(hostname);
  }

  @Test
  void hostname_ofTheFirstSpan_standsOnWhateverTheAgentMayTakeForTheRoot() throws Exception {
    Span root = on("k8s.node.name", "n").toBuilder().spanId(1).build();
    Span elsewhere = on("k8s.node.name", "m").toBuilder().spanId(2).parentSpanId(99).build();
    Span child = on("k8s.node.name", "m").toBuilder().spanId(3).parentSpanId(1).build();

    Encoded encoded = Encoded.v04(root, elsewhere, child);

    assertThat(Encoded.map(encoded.span(0, 0).get("meta"))).containsEntry("_dd.hostname", "n");
    assertThat(Encoded.map(encoded.span(0, 1).get("meta"))).containsEntry("_dd.hostname", "n");
    assertThat(Encoded.map(encoded.span(0, 2).get("meta"))).doesNotContainKey("_dd.hostname");
  }

  @Test
  void hostname_withoutItsCluster_ifSoChosen() throws Exception {
    DatadogOptions options =
        new DatadogOptions(
            OperationNamePolicy.ENVOY, "", Map.of(), TopLevelRule.PARENT_SERVICE, false);
    Span span = on("k8s.node.name", "n", "k8s.cluster.name", "c");
    assertThat(Encoded.v04(options, span).meta("_dd.hostname")).isEqualTo("n");
  }

  private static List<List<Span>> messages(DatadogEncoder encoder, SpanBatch batch) {
    return List.copyOf(encoder.messages(batch.spans()).values());
  }

  private static Span on(String... pairs) {
    return CLIENT.toBuilder().resource(resource(pairs)).build();
  }

  private static Resource resource(String... pairs) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.put(pairs[i], pairs[i + 1]);
    }
    return Resource.of(attributes.build());
  }
}
