package dev.ichnos.collector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.collector.testing.ApiPod;
import dev.ichnos.collector.testing.Counters;
import dev.ichnos.identity.who.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PodTableTest {
  private static final String IP = "10.4.1.7";

  private final Metrics metrics = new Metrics();
  private final PodReader reader = new PodReader();
  private final PodTable table = table(4, 3);

  @Test
  void byName_findsThePod() {
    put("a", "10:00:00", IP);

    assertThat(name("a")).isEqualTo("a");
    assertThat(name("b")).isEmpty();
    assertThat(table.byName("elsewhere", "a")).isNull();
  }

  @Test
  void byIp_findsWhoHasIt() {
    put("a", "10:00:00", IP, "fd00::7");

    assertThat(holder("10:00:00")).isEqualTo("a");
    assertThat(holder("23:00:00")).isEqualTo("a");
    assertThat(holder("09:59:59")).as("before it ran").isEmpty();
    assertThat(table.byIp("fd00::7", at("11:00:00"))).isNotNull();
    assertThat(table.byIp("::ffff:" + IP, at("11:00:00"))).isNotNull();
    assertThat(table.byIp("10.4.1.8", at("11:00:00"))).isNull();
    assertThat(table.byIp("", at("11:00:00"))).isNull();
  }

  @Test
  void byIp_usedAgain_isThePodThatHadItThen() {
    put("a", "10:00:00", IP);
    remove("a", "11:00:00", IP);
    put("b", "11:00:20", IP);

    assertThat(holder("10:30:00")).isEqualTo("a");
    assertThat(holder("11:00:09")).as("its last spans").isEqualTo("a");
    assertThat(holder("11:00:15")).as("nobody's").isEmpty();
    assertThat(holder("11:00:21")).isEqualTo("b");
  }

  @Test
  void byIp_usedAgainAtOnce_isTheNewOnes() {
    put("a", "10:00:00", IP);
    remove("a", "11:00:00", IP);
    put("b", "11:00:02", IP);

    assertThat(holder("11:00:03")).isEqualTo("b");
    assertThat(holder("11:00:01")).isEqualTo("a");
  }

  @Test
  void byIp_heardOfInTheWrongOrder_isTheSame() {
    put("b", "11:00:02", IP);
    put("a", "10:00:00", IP);
    remove("a", "11:00:00", IP);

    assertThat(holder("11:00:03")).isEqualTo("b");
    assertThat(holder("10:30:00")).isEqualTo("a");
  }

  @Test
  void byIp_ofAPodThatHasEnded_isFreeThoughThePodIsThere() {
    table.put(
        known(ApiPod.of("n", "job").ip(IP).phase("Succeeded").ended("c", "1", time("11:00:00"))),
        at("12:00:00"));

    assertThat(holder("10:30:00")).isEqualTo("job");
    assertThat(holder("11:30:00")).isEmpty();
    assertThat(name("job")).isEqualTo("job");
  }

  @Test
  void byIp_addressThatThePodNoLongerHas_isFree() {
    put("a", "10:00:00", IP);
    table.put(
        known(ApiPod.of("n", "a").ip("10.4.1.9").container("c", "2", time("10:00:00"))),
        at("12:00:01"));

    assertThat(holder("11:00:00")).isEqualTo("a");
    assertThat(holder("12:30:00")).isEmpty();
    assertThat(table.byIp("10.4.1.9", at("12:00:02"))).isNotNull();
    assertThat(table.byIp("10.4.1.9", at("11:00:00"))).as("not its own then").isNull();
  }

  @Test
  void put_containerRestarted_hasItsNewId_andItsAddressSinceBefore() {
    put("a", "10:00:00", IP);
    table.put(
        known(ApiPod.of("n", "a").ip(IP).container("c", "new", time("11:00:00"))), at("11:00:01"));

    assertThat(pod("a").containerIds()).containsEntry("c", "new");
    assertThat(holder("10:30:00")).isEqualTo("a");
    assertThat(table.live()).isEqualTo(1);
  }

  @Test
  void remove_isKeptForItsLastSpans_thenForgotten() {
    put("a", "10:00:00", IP);
    remove("a", "11:00:00", IP);

    table.forget(at("11:09:59"));
    assertThat(name("a")).isEqualTo("a");
    assertThat(table.live()).isZero();
    assertThat(table.gone()).isEqualTo(1);

    table.forget(at("11:10:00"));
    assertThat(name("a")).isEmpty();
    assertThat(holder("10:30:00")).isEmpty();
    assertThat(table.gone()).isZero();
  }

  @Test
  void remove_ofAnEarlierPodOfThatName_leavesTheNewOne() {
    table.put(known(pod("a", "10:00:00", IP).uid("1")), at("10:00:01"));
    table.put(known(pod("a", "11:00:00", "10.4.1.9").uid("2")), at("11:00:01"));
    table.remove(known(pod("a", "10:00:00", IP).uid("1")), at("11:00:02"));

    assertThat(table.live()).isEqualTo(1);
    assertThat(pod("a").attributes().string("k8s.pod.uid")).isEqualTo("2");
    assertThat(holder("10:30:00")).as("of that name, before").isEqualTo("a");
    assertThat(holder("11:30:00")).isEmpty();

    table.forget(at("11:30:00"));
    assertThat(name("a")).as("the new one stays").isEqualTo("a");
    assertThat(holder("10:30:00")).isEmpty();
  }

  @Test
  void put_againAfterItWasGone_isThere() {
    put("a", "10:00:00", IP);
    table.endList("", table.beginList(), at("11:00:00"));
    assertThat(table.live()).isZero();

    put("a", "10:00:00", IP);
    table.forget(at("12:00:00"));

    assertThat(table.live()).isEqualTo(1);
    assertThat(name("a")).isEqualTo("a");
    assertThat(holder("12:30:00")).isEqualTo("a");
  }

  @Test
  void endList_whatItDoesNotHave_isGone() {
    put("a", "10:00:00", IP);
    put("b", "10:00:00", "10.4.1.8");
    long list = table.beginList();
    put("b", "10:00:00", "10.4.1.8");
    table.endList("", list, at("11:00:00"));

    assertThat(table.live()).isEqualTo(1);
    assertThat(name("a")).as("for its last spans").isEqualTo("a");
    assertThat(holder("10:59:00")).isEqualTo("a");
    assertThat(holder("11:30:00")).isEmpty();
    assertThat(table.byIp("10.4.1.8", at("11:30:00"))).isNotNull();
  }

  @Test
  void endList_podThatWasToGoByThen_hadItsAddressUntilThen() {
    table.put(known(pod("a", "10:00:00", IP).deletionAt(time("10:30:00"))), at("10:29:00"));
    table.endList("", table.beginList(), at("11:00:00"));

    assertThat(holder("10:30:00")).isEqualTo("a");
    assertThat(holder("10:50:00")).isEmpty();
  }

  @Test
  void endList_ofOneNamespace_leavesTheOthers() {
    put("a", "10:00:00", IP);
    table.endList("other", table.beginList(), at("11:00:00"));
    assertThat(table.live()).isEqualTo(1);

    table.endList("n", table.beginList(), at("11:00:00"));
    assertThat(table.live()).isZero();
  }

  @Test
  void put_pastTheBound_isLeftOut_andCounted() {
    for (int i = 0; i < 6; i++) {
      put("p" + i, "10:00:00", "10.4.1." + i);
    }
    put("p0", "10:00:00", "10.4.9.9");

    assertThat(table.live()).isEqualTo(4);
    assertThat(name("p5")).isEmpty();
    assertThat(nameOf(table.byIp("10.4.9.9", at("11:00:00"))))
        .as("known ones may change")
        .isEqualTo("p0");
    assertThat(pod("p0").attributes().string("k8s.pod.ip")).isEqualTo("10.4.9.9");
    assertThat(leftOut("max_pods")).isEqualTo(2);
  }

  @Test
  void remove_pastTheBound_forgetsThoseThatWentFirst_andCounts() {
    for (int i = 0; i < 5; i++) {
      put("p" + i, "10:00:00", "10.4.1." + i);
      remove("p" + i, "11:00:0" + i, "10.4.1." + i);
    }

    assertThat(table.gone()).isEqualTo(3);
    assertThat(name("p1")).isEmpty();
    assertThat(name("p2")).isEqualTo("p2");
    assertThat(leftOut("max_gone_pods")).isEqualTo(2);
  }

  @Test
  void oneAddressForHundreds_isBounded() {
    PodTable large = table(1_000, 1_000);
    for (int i = 0; i < 500; i++) {
      long now = at("10:00:00") + i * 60_000_000_000L;
      KnownPod pod = known(pod("p" + i, "10:00:00", IP));
      large.put(new KnownPod(pod.uid(), pod.pod(), pod.ips(), now, KnownPod.OPEN, 0), now);
      large.remove(new KnownPod(pod.uid(), pod.pod(), pod.ips(), now, now + 1, 0), now + 1);
    }
    long last = at("10:00:00") + 499 * 60_000_000_000L;

    assertThat(nameOf(large.byIp(IP, last))).isEqualTo("p499");
    assertThat(nameOf(large.byIp(IP, last - 7 * 60_000_000_000L))).isEqualTo("p492");
    assertThat(large.byIp(IP, last - 8 * 60_000_000_000L)).isNull();
  }

  @Test
  void reading_whileOthersWrite_neverMissesAPodThatIsThere() throws InterruptedException {
    put("stays", "10:00:00", IP);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                put("comes", "10:00:00", "10.4.1.8");
                table.put(
                    known(pod("stays", "10:00:00", IP).label("version", "v" + i)), at("10:00:01"));
                remove("comes", "10:30:00", "10.4.1.8");
              }
              done.set(true);
            });
    writer.start();
    int missed = 0;
    while (!done.get()) {
      missed += table.byIp(IP, at("11:00:00")) == null ? 1 : 0;
      missed += table.byName("n", "stays") == null ? 1 : 0;
    }
    writer.join();

    assertThat(missed).isZero();
  }

  /** The bound's memory, as its documentation states it; and a list in seconds, not minutes. */
  @Test
  void twentyThousandPods_takeTheMemoryThatIsDocumented() {
    int pods = 20_000;
    PodTable large = table(pods, 0);
    long before = usedHeap();
    for (int i = 0; i < pods; i++) {
      large.put(known(typical(i)), at("10:00:00"));
    }
    double perPod = (double) (usedHeap() - before) / pods;

    assertThat(large.live()).isEqualTo(pods);
    assertThat(perPod).as("bytes a pod").isBetween(500.0, 2_000.0);
    Reference.reachabilityFence(large);
    Reference.reachabilityFence(reader);
  }

  /** With a sidecar, labels and an owner. */
  static ApiPod typical(int i) {
    String service = "service-" + i / 20;
    String name = service + "-6c5f8b7d9-" + Integer.toString(100_000 + i, 36);
    return ApiPod.of("team-" + i / 200, name)
        .uid("1b4e28ba-2fa1-11d2-883f-" + String.format("%012d", i))
        .node("gke-prod-pool-1-8f3a1c2b-" + i / 30)
        .ip("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255))
        .owner("ReplicaSet", service + "-6c5f8b7d9")
        .label("pod-template-hash", "6c5f8b7d9")
        .label("app", service)
        .label("version", "v1")
        .label("service.istio.io/canonical-name", service)
        .label("service.istio.io/canonical-revision", "v1")
        .container("app", "a".repeat(58) + String.format("%06d", i))
        .container("istio-proxy", "b".repeat(58) + String.format("%06d", i));
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long before = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (before - used < 10_000) {
        return used;
      }
      before = used;
    }
    return before;
  }

  private PodTable table(int maxPods, int maxGone) {
    return new PodTable(
        new PodsConfig(
            Optional.empty(), Optional.empty(), maxPods, maxGone, Duration.ofMinutes(10)),
        metrics);
  }

  private void put(String name, String started, String... ips) {
    table.put(known(pod(name, started, ips)), at(started) + 1_000_000_000L);
  }

  private void remove(String name, String ended, String... ips) {
    ApiPod last = ApiPod.of("n", name).ip(ips).ended("c", "1", time(ended));
    table.remove(draft(last).pod(true, at(ended)).orElseThrow(), at(ended));
  }

  private static ApiPod pod(String name, String started, String... ips) {
    return ApiPod.of("n", name).ip(ips).container("c", "1", time(started));
  }

  private KnownPod known(ApiPod pod) {
    return draft(pod).pod(false, at("23:00:00")).orElseThrow();
  }

  private PodDraft draft(ApiPod pod) {
    try (JsonParser in = new JsonFactory().createParser(pod.toString())) {
      in.nextToken();
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Pod pod(String name) {
    return Optional.ofNullable(table.byName("n", name)).orElseThrow();
  }

  private String name(String name) {
    return nameOf(table.byName("n", name));
  }

  private String holder(String time) {
    return nameOf(table.byIp(IP, at(time)));
  }

  private static String nameOf(Pod pod) {
    return pod == null ? "" : pod.name();
  }

  private double leftOut(String reason) {
    return Counters.value(metrics, "ichnos_pods_left_out", "reason", reason);
  }

  private static String time(String ofDay) {
    return "2026-03-01T" + ofDay + "Z";
  }

  private static long at(String ofDay) {
    return Instant.parse(time(ofDay)).getEpochSecond() * 1_000_000_000L;
  }
}
