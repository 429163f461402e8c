package dev.ichnos.collector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.KubernetesPodsConfig;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.collector.testing.ApiPod;
import dev.ichnos.collector.testing.Counters;
import dev.ichnos.collector.testing.FakeApiServer;
import dev.ichnos.collector.transport.HttpStreams;
import dev.ichnos.collector.transport.TestCertificate;
import dev.ichnos.identity.who.Pod;
import dev.ichnos.identity.who.PodDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an API server of our own, on a socket. */
@Timeout(60)
class PodsTest {
  private static final long START = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Timing TIMING = timing(LONG);

  private final Metrics metrics = new Metrics();
  private final AtomicLong now = new AtomicLong(START * 1_000_000_000L);
  @TempDir private Path directory;
  private FakeApiServer server;
  private @Nullable Pods pods;

  @BeforeEach
  void serve() throws IOException {
    server = FakeApiServer.start();
  }

  @AfterEach
  void close() {
    if (pods != null) {
      pods.close(Duration.ofSeconds(5));
    }
    List<String> violations = server.violations();
    server.close();
    assertThat(violations).isEmpty();
  }

  @Test
  void start_listsThenWatches() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    PodDirectory directory = start();
    awaitWatch();
    assertThat(name(directory, "a")).isEqualTo("a");

    server.put(pod("b", "10.4.1.2"));
    awaitName("b");
    assertThat(server.lists()).hasSize(1);
    assertThat(Counters.value(metrics, "ichnos_pods", "state", "live")).isEqualTo(2);
    assertThat(requests("list", "ok")).isEqualTo(1);
  }

  @Test
  void list_ofManyPods_comesPageByPage() throws IOException {
    for (int i = 0; i < 1_203; i++) {
      server.put(pod("p" + i, "10.4." + (i >> 8) + "." + (i & 255)));
    }
    start();
    awaitWatch();

    assertThat(live()).isEqualTo(1_203);
    assertThat(server.lists())
        .hasSize(3)
        .allSatisfy(c -> assertThat(c.query()).containsEntry("limit", "500"));
  }

  @Test
  void list_whosePagesAreForgotten_comesAtOnce() throws IOException {
    server.forgetPages();
    for (int i = 0; i < 700; i++) {
      server.put(pod("p" + i, "10.4." + (i >> 8) + "." + (i & 255)));
    }
    start();
    awaitWatch();

    assertThat(live()).isEqualTo(700);
    assertThat(server.lists()).hasSize(3);
    assertThat(server.lists().get(2).query()).doesNotContainKey("limit");
    assertThat(requests("list", "expired")).isEqualTo(1);
  }

  @Test
  void list_compressed_isRead() throws IOException {
    server.compress();
    server.put(pod("a", "10.4.1.1"));
    start();

    awaitName("a");
  }

  @Test
  void list_ofNothing_isOne() throws IOException {
    start();
    awaitWatch();

    assertThat(pods.notReadyBecause()).isEmpty();
    assertThat(live()).isZero();
  }

  @Test
  void namespaces_areListedEachByItself() throws IOException {
    server.put(ApiPod.of("shop", "a").ip("10.4.1.1").container("c", "1"));
    server.put(ApiPod.of("other", "b").ip("10.4.1.2").container("c", "1"));
    server.put(ApiPod.of("bank", "c").ip("10.4.1.3").container("c", "1"));
    PodDirectory directory = start(List.of("shop", "bank"), Optional.empty(), TIMING);
    await().until(() -> server.watches() == 2);

    assertThat(directory.byName("shop", "a")).isNotNull();
    assertThat(directory.byName("bank", "c")).isNotNull();
    assertThat(directory.byName("other", "b")).isNull();
    assertThat(server.lists())
        .extracting(FakeApiServer.Call::path)
        .containsExactlyInAnyOrder("/api/v1/namespaces/shop/pods", "/api/v1/namespaces/bank/pods");
  }

  @Test
  void watch_podThatIsGoneBeforeItsSpansCome_isStillKnown() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    PodDirectory directory = start();
    awaitWatch();
    now.addAndGet(1_000_000_000L);
    server.delete("shop", "a");
    await().until(() -> live() == 0);

    assertThat(name(directory, "a")).isEqualTo("a");
    assertThat(directory.byIp("10.4.1.1", now.get() + 2_000_000_000L)).isNotNull();

    now.addAndGet(Duration.ofMinutes(11).toNanos());
    server.bookmark();
    await().until(() -> directory.byName("shop", "a") == null);
  }

  @Test
  void watch_addressUsedAgain_followsIt() throws IOException {
    PodDirectory directory = start();
    awaitWatch();
    server.put(ApiPod.of("shop", "old").ip("10.4.1.1").container("c", "1", "2026-03-01T10:00:00Z"));
    server.delete(ApiPod.of("shop", "old").ip("10.4.1.1").ended("c", "1", "2026-03-01T11:00:00Z"));
    server.put(ApiPod.of("shop", "new").ip("10.4.1.1").container("c", "1", "2026-03-01T11:00:03Z"));
    awaitName("new");

    assertThat(holder(directory, "10.4.1.1", "2026-03-01T10:59:00Z")).isEqualTo("old");
    assertThat(holder(directory, "10.4.1.1", "2026-03-01T11:30:00Z")).isEqualTo("new");
  }

  @Test
  void watch_podThatHasEnded_isGone() throws IOException {
    server.put(pod("job", "10.4.1.1"));
    PodDirectory directory = start();
    awaitWatch();
    server.put(pod("job", "10.4.1.1").phase("Succeeded").ended("c", "2", "2026-03-01T11:00:00Z"));
    await().until(() -> live() == 0);

    assertThat(name(directory, "job")).isEqualTo("job");
  }

  @Test
  void watch_hostNetwork_isKnownByNameAlone() throws IOException {
    server.put(pod("agent", "10.0.0.1").onHostNetwork());
    PodDirectory directory = start();
    awaitWatch();

    assertThat(name(directory, "agent")).isEqualTo("agent");
    assertThat(directory.byIp("10.0.0.1", now.get())).isNull();
  }

  @Test
  void watch_bookmark_isWhereTheNextWatchGoesOnFrom() throws IOException {
    start();
    awaitWatch();
    server.bookmark();
    server.bookmark();
    await().until(() -> metricsAge() == 0 && watchesAsked() == 1);
    server.endWatches();
    await().until(() -> watchesAsked() == 2);

    assertThat(lastWatch().query()).containsEntry("resourceVersion", "102");
    assertThat(lastWatch().query()).containsEntry("allowWatchBookmarks", "true");
    assertThat(server.lists()).hasSize(1);
  }

  @Test
  void watch_expiredAsStatus_listsAnew_keepingWhatIsKnown() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    server.put(pod("b", "10.4.1.2"));
    PodDirectory directory = start();
    awaitWatch();
    server.answerNext(
        exchange -> server.status(exchange, 410, "Expired", "too old resource version"));
    server.answerNext(
        exchange -> {
          // Meanwhile nothing is lost.
          assertThat(name(directory, "a")).isEqualTo("a");
          exchange.sendResponseHeaders(503, -1);
        });
    server.delete("shop", "a");
    await().until(() -> live() == 1);
    server.put(pod("c", "10.4.1.3"));
    server.cutWatches();
    awaitName("c");
    await().until(() -> server.lists().size() >= 3);
    awaitWatch();

    assertThat(live()).isEqualTo(2);
    assertThat(requests("watch", "expired")).isEqualTo(1);
  }

  @Test
  void watch_deletedWhileNobodyWatched_isGoneAfterTheNextList() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    PodDirectory directory = start();
    awaitWatch();
    server.answerNext(
        exchange -> { // the watch after the cut: the server has been away
          server.delete("shop", "a");
          server.compact();
          server.status(exchange, 410, "Expired", "too old resource version");
        });
    server.cutWatches();
    await().until(() -> live() == 0);

    assertThat(name(directory, "a")).as("for its last spans").isEqualTo("a");
    assertThat(directory.byIp("10.4.1.1", now.get())).isNotNull();
  }

  @Test
  void watch_expiredAsEvent_listsAnew() throws IOException {
    start();
    awaitWatch();
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");
    server.write(
        "{\"type\":\"ERROR\",\"object\":"
            + FakeApiServer.statusJson(410, "Expired", "too old resource version: 1 (2)")
            + "}\n");
    await().until(() -> server.lists().size() == 2);
    server.cutWatches();

    assertThat(requests("watch", "expired")).isEqualTo(1);
  }

  @Test
  void watch_cutInTheMiddleOfAnEvent_goesOnFromTheLastWholeOne() throws IOException {
    start();
    awaitWatch();
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");
    String version = String.valueOf(server.version());
    server.cutWatches("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"half\",\"names");
    server.put(pod("b", "10.4.1.2"));
    awaitName("b");

    assertThat(server.lists()).hasSize(1);
    assertThat(lastWatch().query()).containsEntry("resourceVersion", version);
    assertThat(live()).isEqualTo(2);
    assertThat(leftOut("malformed")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json\n",
        "{\"type\":\"ADDED\"}\n",
        "[]\n",
        "\n",
        "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":}}\n",
      })
  void watch_garbage_isSkippedAndCounted_andAListMakesUpForIt(String line) throws IOException {
    start();
    awaitWatch();
    server.write(line);
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");
    assertThat(leftOut("malformed")).isEqualTo(1);
    assertThat(server.lists()).hasSize(1);

    server.endWatches();
    await().until(() -> server.lists().size() == 2);
  }

  @Test
  void watch_podWithoutName_isSkippedAndCounted() throws IOException {
    start();
    awaitWatch();
    server.write("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"uid\":\"x\"}}}\n");
    server.write("{\"type\":\"NEWS\",\"object\":{\"metadata\":{\"uid\":\"x\"}}}\n");
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");

    assertThat(leftOut("malformed")).isEqualTo(2);
  }

  @Test
  void watch_hugeEvent_isSkippedAndCounted() throws IOException {
    start();
    awaitWatch();
    server.write(
        "{\"type\":\"ADDED\",\"object\":{\"x\":\""
            + "x".repeat(PodWatcher.MAX_EVENT_BYTES)
            + "\"}}\n");
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");

    assertThat(leftOut("too_large")).isEqualTo(1);
  }

  @Test
  void list_garbageOrCut_isAskedAgain_andLosesNothing() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    for (String body :
        List.of(
            "not json",
            "[]",
            "{\"items\":[]}",
            "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":",
            "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]} {}")) {
      server.answerNext(
          exchange -> {
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
          });
    }
    start();
    awaitName("a");

    assertThat(requests("list", "failed")).isEqualTo(5);
  }

  @Test
  void list_oneObjectOfAnotherShape_isSkipped() throws IOException {
    String body =
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":7}},4,[{}],"
            + pod("a", "10.4.1.1")
            + "]}";
    server.answerNext(
        exchange -> {
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(UTF_8));
        });
    start();
    awaitName("a");

    assertThat(leftOut("malformed")).isEqualTo(3);
  }

  @Test
  void list_serverThatIsSlow_isGivenUp_andAskedAgain() throws IOException {
    server.put(pod("a", "10.4.1.1"));
    server.answerNext(exchange -> Thread.sleep(LONG.toMillis())); // no head
    server.answerNext(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"items\":[".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          Thread.sleep(LONG.toMillis()); // no end
        });
    start(List.of(), Optional.empty(), timing(Duration.ofMillis(200)));
    awaitName("a");

    assertThat(requests("list", "failed")).isEqualTo(2);
  }

  @Test
  void watch_thatFallsSilent_isTakenUpAgain() throws IOException {
    start(List.of(), Optional.empty(), timing(Duration.ofMillis(200)));
    await().until(() -> watchesAsked() >= 3);

    assertThat(server.lists()).hasSize(1);
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");
  }

  @Test
  void token_isReadForEachCall() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "first\n");
    server.token("second");
    server.put(pod("a", "10.4.1.1"));
    start(List.of(), Optional.of(token), TIMING);
    await().until(() -> requests("list", "unauthorized") >= 2);
    assertThat(live()).isZero();

    Files.writeString(token, "second\n");
    awaitName("a");
  }

  @Test
  void token_exchangedWhileAWatchIsOpen_servesTheNextOne() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "first");
    server.token("first");
    start(List.of(), Optional.of(token), TIMING);
    awaitWatch();
    server.token("second");
    server.endWatches();
    await().until(() -> requests("watch", "unauthorized") >= 1);

    Files.writeString(token, "second");
    awaitWatch();
    server.put(pod("a", "10.4.1.1"));
    awaitName("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "\u00e9"})
  void token_thatIsNone_isAskedForAgain(String text) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), text);
    start(List.of(), Optional.of(token), TIMING);
    await().until(() -> requests("list", "failed") >= 1);
    assertThat(server.calls()).isEmpty();

    Files.writeString(token, "good");
    awaitWatch();
  }

  @Test
  void forbidden_isReadyAllTheSame_afterTenSeconds() throws IOException {
    server.forbid(true);
    start();
    await().until(() -> requests("list", "forbidden") >= 1);
    now.addAndGet(9_900_000_000L);
    assertThat(pods.notReadyBecause()).contains("waiting for the list of pods");
    now.addAndGet(100_000_000L);
    assertThat(pods.notReadyBecause()).isEmpty();

    server.put(pod("a", "10.4.1.1"));
    server.forbid(false);
    awaitName("a");
  }

  @Test
  void ready_onlyAfterTheFirstList() throws IOException {
    server.answerNext(exchange -> exchange.sendResponseHeaders(500, -1));
    Pods waiting = make(List.of(), Optional.empty(), TIMING);
    assertThat(waiting.notReadyBecause()).isPresent();

    waiting.start();
    await().until(() -> waiting.notReadyBecause().isEmpty());
    assertThat(server.lists()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void tooMany_waitsAsLongAsTheServerAsks() throws IOException {
    server.answerNext(
        exchange -> {
          exchange.getResponseHeaders().add("retry-after", "1");
          exchange.sendResponseHeaders(429, -1);
        });
    long began = System.nanoTime();
    start();
    await().until(() -> server.lists().size() == 2);

    assertThat(System.nanoTime() - began).isGreaterThan(900_000_000L);
  }

  @Test
  void versionThatTheServerDoesNotTake_isGivenUpInTheEnd() throws IOException {
    start();
    awaitWatch();
    for (int i = 0; i < 6; i++) {
      server.answerNext(exchange -> exchange.sendResponseHeaders(504, -1));
    }
    server.cutWatches();
    await().until(() -> server.lists().size() >= 2);
    awaitWatch();
  }

  @Test
  void close_endsAnOpenWatch_andIsIdempotent() throws IOException {
    start();
    awaitWatch();
    pods.close(Duration.ofSeconds(5));
    pods.close(Duration.ofSeconds(5));

    await()
        .until(
            () -> {
              server.put(pod("late", "10.4.1.1"));
              return server.watches() == 0;
            });
    assertThat(live()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("pods");
  }

  @Test
  void close_withoutStart_isSafe() throws IOException {
    make(List.of(), Optional.empty(), TIMING).close(Duration.ofSeconds(1));
  }

  @Test
  void start_neitherStatedNorInAPod_saysWhatToDo() {
    PodsConfig config = config(KubernetesPodsConfig.defaults());
    Pods nowhere = new Pods(config, Map.of(), metrics, now::get);

    assertThatThrownBy(nowhere::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity.pods.kubernetes.api_server")
        .hasMessageContaining("KUBERNETES_SERVICE_HOST");
  }

  @Test
  void start_withoutTheFileOfAuthorities_namesIt() {
    PodsConfig config =
        config(
            new KubernetesPodsConfig(
                Optional.of(URI.create("https://127.0.0.1:1")),
                Optional.empty(),
                Optional.of(directory.resolve("ca.crt")),
                List.of()));

    assertThatThrownBy(() -> new Pods(config, Map.of(), metrics, now::get).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca.crt");
  }

  @Test
  void none_knowsNothing_andIsReady() throws IOException {
    Pods none = new Pods(PodsConfig.none(), Map.of(), metrics, now::get);
    none.start();

    assertThat(none.directory()).isSameAs(PodDirectory.NONE);
    assertThat(none.notReadyBecause()).isEmpty();
    none.close(Duration.ZERO);
  }

  @Test
  void tls_isCheckedAgainstTheFileOfAuthorities()
      throws IOException, GeneralSecurityException, InterruptedException {
    TestCertificate certificate = TestCertificate.create(directory, "localhost");
    try (FakeApiServer secure = secure()) {
      secure.put(pod("a", "10.4.1.1"));
      KubernetesPodsConfig kubernetes =
          new KubernetesPodsConfig(
              Optional.of(secure.uri()),
              Optional.empty(),
              Optional.of(certificate.cert()),
              List.of());
      pods = new Pods(config(kubernetes), Map.of(), metrics, now::get, TIMING);
      pods.start();
      awaitName("a");
      pods.close(LONG);
    }
  }

  @Test
  void twentyThousandPods_areListed() throws IOException {
    for (int i = 0; i < 20_000; i++) {
      server.put(PodTableTest.typical(i));
    }
    server.compact();
    start();
    await().atMost(Duration.ofSeconds(50)).until(() -> live() == 20_000 && server.watches() == 1);

    assertThat(server.lists()).hasSize(40);
  }

  private FakeApiServer secure() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("localhost.p12"))) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer https = HttpsServer.create();
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    return FakeApiServer.over(https, "https");
  }

  private static ApiPod pod(String name, String ip) {
    return ApiPod.of("shop", name).ip(ip).container("c", "id-of-" + name);
  }

  private static Timing timing(Duration patience) {
    return new Timing(
        new HttpStreams.Times(patience, patience, patience),
        Duration.ofSeconds(30),
        patience,
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofSeconds(10));
  }

  private static PodsConfig config(KubernetesPodsConfig kubernetes) {
    return new PodsConfig(
        Optional.of(kubernetes), Optional.empty(), 20_000, 5_000, Duration.ofMinutes(10));
  }

  private Pods make(List<String> namespaces, Optional<Path> token, Timing timing) {
    KubernetesPodsConfig kubernetes =
        new KubernetesPodsConfig(Optional.of(server.uri()), token, Optional.empty(), namespaces);
    pods = new Pods(config(kubernetes), Map.of(), metrics, now::get, timing);
    return pods;
  }

  private PodDirectory start() throws IOException {
    return start(List.of(), Optional.empty(), TIMING);
  }

  private PodDirectory start(List<String> namespaces, Optional<Path> token, Timing timing)
      throws IOException {
    Pods made = make(namespaces, token, timing);
    made.start();
    return made.directory();
  }

  private void awaitWatch() {
    await().atMost(LONG).until(() -> server.watches() == 1);
  }

  private void awaitName(String name) {
    await().atMost(LONG).until(() -> pods.directory().byName("shop", name) != null);
  }

  private static String name(PodDirectory directory, String name) {
    Pod pod = directory.byName("shop", name);
    return pod == null ? "" : pod.name();
  }

  private static String holder(PodDirectory directory, String ip, String time) {
    Pod pod = directory.byIp(ip, Instant.parse(time).getEpochSecond() * 1_000_000_000L);
    return pod == null ? "" : pod.name();
  }

  private long watchesAsked() {
    return server.calls().stream().filter(FakeApiServer.Call::watch).count();
  }

  private FakeApiServer.Call lastWatch() {
    List<FakeApiServer.Call> watches =
        server.calls().stream().filter(FakeApiServer.Call::watch).toList();
    return watches.get(watches.size() - 1);
  }

  private double live() {
    return Counters.value(metrics, "ichnos_pods", "state", "live");
  }

  private double metricsAge() {
    return Counters.value(metrics, "ichnos_pods_sync_age_seconds");
  }

  private double requests(String call, String outcome) {
    return Counters.value(metrics, "ichnos_pods_requests", "call", call, "outcome", outcome);
  }

  private double leftOut(String reason) {
    return Counters.value(metrics, "ichnos_pods_left_out", "reason", reason);
  }
}
