package dev.ichnos.collector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.PodFileConfig;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.collector.testing.ApiPod;
import dev.ichnos.collector.testing.Counters;
import dev.ichnos.identity.who.Pod;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodFileTest {
  private static final long NOW =
      Instant.parse("2026-03-02T00:00:00Z").getEpochSecond() * 1_000_000_000L;

  private final Metrics metrics = new Metrics();
  @TempDir private Path directory;
  private PodTable table = new PodTable(PodsConfig.none(), metrics);
  private PodFile file;

  @AfterEach
  void close() {
    if (file != null) {
      file.close();
    }
  }

  @Test
  void start_shortForm_isRead() throws IOException {
    start(
        """
        # Some pods.
        - namespace: shop
          name: cart-7d4b9c-x2x8q
          ip: 10.4.1.7
          node: node-a
          deployment: cart
          replicaset: cart-7d4b9c
          containers: {cart: "containerd://0f3a", istio-proxy: 77aa}
          images: {cart: "registry.example.com/cart:1.2"}
          labels: {app: cart, team: blue}
        - {namespace: shop, name: db-0, uid: 12, ips: [10.4.1.8, "fd00::8"], statefulset: db}
        """);

    Pod cart = table.byIp("10.4.1.7", NOW);
    assertThat(cart.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("k8s.namespace.name", "shop")
                .put("k8s.pod.name", "cart-7d4b9c-x2x8q")
                .put("k8s.node.name", "node-a")
                .put("k8s.pod.ip", "10.4.1.7")
                .put("k8s.deployment.name", "cart")
                .put("k8s.replicaset.name", "cart-7d4b9c")
                .build());
    assertThat(cart.containerIds()).isEqualTo(Map.of("cart", "0f3a", "istio-proxy", "77aa"));
    assertThat(cart.containerImages()).hasSize(1);
    assertThat(cart.labels()).isEqualTo(Map.of("app", "cart"));
    assertThat(table.byIp("10.4.1.7", 1)).as("at any time").isSameAs(cart);
    assertThat(table.byIp("fd00::8", NOW).attributes().string("k8s.pod.uid")).isEqualTo("12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"namespace\":\"shop\",\"name\":\"cart\",\"ip\":\"10.4.1.7\"}]",
        "\n {\"items\":[{\"namespace\":\"shop\",\"name\":\"cart\",\"ip\":\"10.4.1.7\"}]}\n",
        "items:\n- namespace: shop\n  name: cart\n  ip: 10.4.1.7\n",
        "---\n- {name: cart, ip: 10.4.1.7, namespace: shop, unknown: {a: [1]}}\n",
      })
  void start_anyForm_isRead(String text) throws IOException {
    start(text);

    assertThat(table.byName("shop", "cart")).isSameAs(table.byIp("10.4.1.7", NOW)).isNotNull();
  }

  @Test
  void start_whatKubectlWrites_isRead() throws IOException {
    start(
        "{\"apiVersion\":\"v1\",\"items\":["
            + ApiPod.of("shop", "cart").ip("10.4.1.7").container("c", "1")
            + ","
            + ApiPod.of("shop", "job")
                .ip("10.4.1.7")
                .phase("Succeeded")
                .ended("c", "2", "2026-03-01T10:00:06Z")
            + ","
            + ApiPod.of("kube-system", "proxy").ip("10.0.0.1").onHostNetwork().container("c", "3")
            + "],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}\n");

    assertThat(table.byIp("10.4.1.7", NOW).name()).isEqualTo("cart");
    assertThat(table.byName("shop", "job")).isNotNull();
    assertThat(table.byIp("10.0.0.1", NOW)).isNull();
    assertThat(table.live()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{}",
        "items: {}",
        "[{",
        "- name: [",
        "[] []",
        "{\"items\":[{\"name\":",
        "3"
      })
  void start_noPods_namesKeyAndFile(String text) {
    assertThatThrownBy(() -> start(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity.pods.file.path")
        .hasMessageContaining("pods.txt")
        .hasMessageContaining("expected: a list of pods");
    assertThat(table.live()).isZero();
  }

  @Test
  void start_podsWithoutName_areLeftOut_andCounted() throws IOException {
    start("[{\"name\":\"a\"}, 4, [], null, {\"name\":\"b\",\"namespace\":\"n\"}]");

    assertThat(table.live()).isEqualTo(1);
    assertThat(Counters.value(metrics, "ichnos_pods_left_out", "reason", "malformed")).isEqualTo(4);
  }

  @Test
  void start_moreThanTheBound_isBounded_andCounted() throws IOException {
    PodsConfig small =
        new PodsConfig(Optional.empty(), Optional.empty(), 10, 10, Duration.ofMinutes(10));
    table = new PodTable(small, metrics);
    start(
        IntStream.range(0, 50)
            .mapToObj(i -> "- {namespace: n, name: p" + i + "}\n")
            .collect(Collectors.joining()),
        small,
        Duration.ofHours(1));

    assertThat(table.live()).isEqualTo(10);
    assertThat(Counters.value(metrics, "ichnos_pods_left_out", "reason", "max_pods")).isPositive();
  }

  @Test
  void look_changed_isReadOnceItHasSettled() throws IOException {
    start("- {namespace: n, name: a, ip: 10.4.1.7}\n");
    write("- {namespace: n, name: b, ip: 10.4.1.7}\n");
    file.look();
    assertThat(table.byName("n", "b")).as("it may still be being written").isNull();
    file.look();

    assertThat(table.byName("n", "b")).isNotNull();
    assertThat(table.byName("n", "a")).as("for its last spans").isNotNull();
    assertThat(table.byIp("10.4.1.7", NOW + 11_000_000_000L).name()).isEqualTo("b");
    assertThat(reloads("used")).isEqualTo(1);
  }

  @Test
  void look_bad_keepsWhatWasRead_andSaysSoOnce() throws IOException {
    start("- {namespace: n, name: a, ip: 10.4.1.7}\n");
    write("- {namespace: n, name: b}\n- {namespace: [");
    for (int i = 0; i < 4; i++) {
      file.look();
    }
    assertThat(table.byName("n", "a")).isNotNull();
    assertThat(table.byName("n", "b")).as("all or nothing").isNull();
    assertThat(table.live()).isEqualTo(1);
    assertThat(reloads("refused")).isEqualTo(1);

    Files.delete(directory.resolve("pods.txt"));
    file.look();
    file.look();
    assertThat(table.live()).isEqualTo(1);
    assertThat(reloads("refused")).isEqualTo(2);

    write("- {namespace: n, name: c}\n");
    file.look();
    file.look();
    assertThat(table.byName("n", "c")).isNotNull();
  }

  /** As Kubernetes exchanges the files of a volume. */
  @Test
  void look_linkToAnotherFile_isAChange() throws IOException {
    Path first = Files.writeString(directory.resolve("first"), "- {namespace: n, name: a}\n");
    Path second = Files.writeString(directory.resolve("second"), "- {namespace: n, name: b}\n");
    Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
    Files.createSymbolicLink(directory.resolve("pods.txt"), first);
    start(null);
    Path link = Files.createSymbolicLink(directory.resolve("link"), second);
    Files.move(link, directory.resolve("pods.txt"), StandardCopyOption.REPLACE_EXISTING);
    file.look();
    file.look();

    assertThat(table.byName("n", "b")).isNotNull();
  }

  @Test
  void start_looksByItself() throws IOException {
    start("- {namespace: n, name: a}\n", PodsConfig.none(), Duration.ofMillis(20));
    write("- {namespace: n, name: bb}\n");

    await().until(() -> table.byName("n", "bb") != null);
  }

  private void start(String text) throws IOException {
    start(text, PodsConfig.none(), Duration.ofHours(1));
  }

  private void start(String text, PodsConfig config, Duration interval) throws IOException {
    if (text != null) {
      write(text);
    }
    file =
        new PodFile(
            new PodFileConfig(directory.resolve("pods.txt"), interval),
            config,
            table,
            metrics,
            () -> NOW);
    file.start();
  }

  private void write(String text) throws IOException {
    Path path = Files.writeString(directory.resolve("pods.txt"), text);
    // Two writes within the clock's grain would be one.
    Files.setLastModifiedTime(
        path, java.nio.file.attribute.FileTime.fromMillis(text.hashCode() & 0xffff_ffffL));
  }

  private double reloads(String outcome) {
    return Counters.value(metrics, "ichnos_file_reloads", "outcome", outcome);
  }
}
