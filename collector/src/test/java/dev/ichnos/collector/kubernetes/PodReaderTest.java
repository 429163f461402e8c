package dev.ichnos.collector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.ichnos.collector.testing.ApiPod;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodReaderTest {
  private static final long NOW = nanos("2026-03-02T00:00:00Z");

  @Test
  void read_podOfADeployment_hasAllThatIsSaidOfIt() throws IOException {
    KnownPod read =
        read(
            ApiPod.of("shop", "cart-7d4b9c-x2x8q")
                .node("node-b")
                .ip("10.4.1.7", "fd00::7")
                .owner("ReplicaSet", "cart-7d4b9c")
                .label("pod-template-hash", "7d4b9c")
                .label("app", "cart")
                .label("service.istio.io/canonical-revision", "v2")
                .label("team", "blue")
                .container("cart", "0f3a")
                .container("istio-proxy", "77aa", "2026-03-01T10:00:09Z"));

    assertThat(read.pod().namespace()).isEqualTo("shop");
    assertThat(read.pod().name()).isEqualTo("cart-7d4b9c-x2x8q");
    assertThat(read.pod().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("k8s.namespace.name", "shop")
                .put("k8s.pod.name", "cart-7d4b9c-x2x8q")
                .put("k8s.pod.uid", "uid-of-cart-7d4b9c-x2x8q")
                .put("k8s.node.name", "node-b")
                .put("k8s.pod.ip", "10.4.1.7")
                .put("k8s.replicaset.name", "cart-7d4b9c")
                .put("k8s.deployment.name", "cart")
                .build());
    assertThat(read.pod().containerIds()).isEqualTo(Map.of("cart", "0f3a", "istio-proxy", "77aa"));
    assertThat(read.pod().containerImages())
        .containsEntry("istio-proxy", "registry.example.com/istio-proxy:1.2");
    assertThat(read.pod().labels())
        .isEqualTo(Map.of("app", "cart", "service.istio.io/canonical-revision", "v2"));
    assertThat(read.uid()).isEqualTo("uid-of-cart-7d4b9c-x2x8q");
    assertThat(read.ips()).containsExactly("10.4.1.7", "fd00::7");
    assertThat(read.fromNanos()).isEqualTo(nanos(ApiPod.STARTED));
    assertThat(read.untilNanos()).isEqualTo(KnownPod.OPEN);
  }

  @ParameterizedTest
  @CsvSource({
    "ReplicaSet, cart-7d4b9c, k8s.replicaset.name=cart-7d4b9c",
    "StatefulSet, db, k8s.statefulset.name=db",
    "DaemonSet, agent, k8s.daemonset.name=agent",
    "Job, import, k8s.job.name=import",
    // 2026-03-01T10:00Z in minutes, and in seconds
    "Job, nightly-29539320, 'k8s.job.name=nightly-29539320, k8s.cronjob.name=nightly'",
    "Job, nightly-1772359200, 'k8s.job.name=nightly-1772359200, k8s.cronjob.name=nightly'",
    "Job, import-20260301, k8s.job.name=import-20260301",
    "Job, -29539320, k8s.job.name=-29539320",
    "Job, import-2953932x, k8s.job.name=import-2953932x",
    "Rollout, cart, ''",
  })
  void read_owner_isNamedAsFarAsThePodTells(String kind, String name, String expected)
      throws IOException {
    String all = read(ApiPod.of("n", "p").owner(kind, name)).pod().attributes().toString();

    assertThat(all)
        .isEqualTo(
            "{k8s.namespace.name=n, k8s.pod.name=p, k8s.pod.uid=uid-of-p, k8s.node.name=node-a"
                + (expected.isEmpty() ? "" : ", " + expected)
                + "}");
  }

  @Test
  void read_hashThatIsNotTheNamesEnd_namesNoDeployment() throws IOException {
    ApiPod pod =
        ApiPod.of("n", "p").owner("ReplicaSet", "cart-7d4b9c").label("pod-template-hash", "b9c");

    assertThat(read(pod).pod().attributes().contains("k8s.deployment.name")).isFalse();
  }

  @Test
  void read_hostNetwork_hasNoAddressToBeFoundBy() throws IOException {
    KnownPod read = read(ApiPod.of("n", "p").ip("10.0.0.1").onHostNetwork().container("c", "1"));

    assertThat(read.ips()).isEmpty();
    assertThat(read.pod().attributes().string("k8s.pod.ip")).isEqualTo("10.0.0.1");
  }

  @Test
  void read_beforeAnythingRuns_hasNoAddressYet() throws IOException {
    assertThat(read(ApiPod.of("n", "p").phase("Pending").ip("10.4.1.7")).ips()).isEmpty();
  }

  @Test
  void read_networkSetUp_hasItsAddressFromThen() throws IOException {
    ApiPod pod =
        ApiPod.of("n", "p").phase("Pending").ip("10.4.1.7").readyToStart("2026-03-01T10:00:02Z");

    assertThat(read(pod).ips()).containsExactly("10.4.1.7");
    assertThat(read(pod).fromNanos()).isEqualTo(nanos("2026-03-01T10:00:02Z"));
  }

  @Test
  void read_ended_hadItsAddressUntilTheLastContainerEnded() throws IOException {
    ApiPod pod =
        ApiPod.of("n", "p")
            .phase("Succeeded")
            .ip("10.4.1.7")
            .ended("a", "1", "2026-03-01T11:00:00Z")
            .ended("b", "2", "2026-03-01T12:00:00Z");

    assertThat(read(pod).untilNanos()).isEqualTo(nanos("2026-03-01T12:00:00Z"));
  }

  @Test
  void read_endedWithoutATime_hadItsAddressUntilNow() throws IOException {
    assertThat(read(ApiPod.of("n", "p").phase("Failed")).untilNanos()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"metadata\":null}",
        "{\"metadata\":{\"name\":\"p\"}}",
        "{\"metadata\":{\"namespace\":\"n\"}}",
        "{\"metadata\":{\"name\":{\"a\":1},\"namespace\":\"n\"}}",
        "{\"metadata\":[{\"name\":\"p\",\"namespace\":\"n\"}]}",
      })
  void read_withoutName_isNone(String json) throws IOException {
    assertThat(draft(json).pod(false, NOW)).isEmpty();
  }

  @Test
  void read_valuesOfOtherTypes_readAsAbsent() throws IOException {
    KnownPod read =
        draft(
                """
                {"spec": [1, {"a": []}], "status": {"phase": ["x"], "podIP": {"a": [{}]},
                 "podIPs": [1, ["10.0.0.9"], {"ip": "10.4.1.7"}, {"ip": null}], "startTime": "soon",
                 "conditions": {"type": []}, "containerStatuses": [[], "x", {"name": "c"},
                 {"containerID": "containerd://1", "name": "d", "state": "off", "lastState": [1]}]},
                 "metadata": {"labels": ["app"], "ownerReferences": "x", "uid": 7, "name": "p",
                 "creationTimestamp": "9999999999999999999", "namespace": "n"}, "kind": {"": 1}}
                """)
            .pod(false, NOW)
            .orElseThrow();

    assertThat(read.ips()).containsExactly("10.4.1.7");
    assertThat(read.uid()).isEqualTo("7");
    assertThat(read.pod().containerIds()).isEqualTo(Map.of("d", "1"));
  }

  @Test
  void read_textLongerThanNamesAre_readsAsAbsent() throws IOException {
    String json = ApiPod.of("n", "p").node("x".repeat(100_000)).toString();

    KnownPod read = draft(json).pod(false, NOW).orElseThrow();

    assertThat(read.pod().attributes().contains("k8s.node.name")).isFalse();
  }

  @Test
  void read_thousandsOfContainersAndAddresses_keepsSome() throws IOException {
    ApiPod pod = ApiPod.of("n", "p");
    String[] ips = new String[1000];
    for (int i = 0; i < 1000; i++) {
      pod.container("c" + i, "id");
      ips[i] = "10.0.0." + i;
    }

    KnownPod read = read(pod.ip(ips));

    assertThat(read.pod().containerIds()).hasSize(64);
    assertThat(read.ips()).hasSize(8);
  }

  @Test
  void read_damaged_throwsIoExceptionOnly() {
    byte[] json = ApiPod.of("n", "p").ip("10.4.1.7").container("c", "1").toString().getBytes();
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = json.clone();
      for (int j = 0; j < 3; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
      }
      try {
        WatchEvent.read(damaged, random.nextInt(json.length), new JsonFactory(), new PodReader());
        draft(new String(damaged)).pod(false, NOW);
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void event_withoutObject_isNone() {
    byte[] line = "{\"type\":\"ADDED\"}".getBytes();

    assertThatThrownBy(() -> WatchEvent.read(line, line.length, new JsonFactory(), new PodReader()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void event_typeBehindItsObject_isRead() throws IOException {
    byte[] line = "{\"object\":{\"code\":410,\"message\":\"m\"},\"type\":\"ERROR\"}\r".getBytes();

    WatchEvent event = WatchEvent.read(line, line.length, new JsonFactory(), new PodReader());

    assertThat(event.type()).isEqualTo("ERROR");
    assertThat(event.object().code).isEqualTo("410");
    assertThat(event.object().message).isEqualTo("m");
  }

  private static KnownPod read(ApiPod pod) throws IOException {
    return draft(pod.toString()).pod(false, NOW).orElseThrow();
  }

  private static PodDraft draft(String json) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(json)) {
      in.nextToken();
      return new PodReader().read(in);
    }
  }

  private static long nanos(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000_000L;
  }
}
