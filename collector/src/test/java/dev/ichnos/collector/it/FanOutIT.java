package dev.ichnos.collector.it;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.it.ThreeBackends.Backend;
import dev.ichnos.collector.it.ThreeBackends.Ids;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.FakeBackend.Trouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One journal, a lane to each of three backends, one of which is dead, slow or refuses: the others
 * have everything while it still is, and each account says what happened to its lane alone.
 */
class FanOutIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CALLS = 25;
  private static final int ALL = CALLS * SharedCalls.SPANS;

  private ThreeBackends backends;
  private RunningCollector collector;
  private SharedCalls calls;

  @BeforeEach
  void start() throws IOException {
    backends = ThreeBackends.start();
  }

  @AfterEach
  void stop() {
    if (collector != null) {
      collector.close();
    }
    backends.close();
  }

  @Test
  void allWell_sameIdsEverywhere() throws Exception {
    startCollector("64MiB", "20ms", 0);

    calls.send(CALLS);

    backends.all().forEach(backend -> awaitAll(backend, ALL));
    Set<Ids> atTempo = new HashSet<>(backends.of("otlp").stored());
    for (Backend backend : backends.all()) {
      assertThat(backend.stored()).as(backend.lane()).hasSize(ALL);
      assertThat(new HashSet<>(backend.stored())).as(backend.lane()).isEqualTo(atTempo);
      assertThat(backend.fake().violations()).as(backend.lane()).isEmpty();
    }
    assertThat(atTempo).hasSize(ALL).containsAll(calls.callers());
    // The callee's half has an id of its own, below the caller's.
    for (Ids caller : calls.callers()) {
      assertThat(atTempo)
          .filteredOn(ids -> ids.traceId().equals(caller.traceId()) && !ids.equals(caller))
          .singleElement()
          .matches(callee -> callee.parentSpanId() == caller.spanId())
          .matches(callee -> callee.spanId() != caller.spanId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp", "datadog", "googlecloud"})
  void dead_othersHaveAll_itHasAllOnceItIsBack(String lane) throws Exception {
    Backend dead = backends.of(lane);
    dead.door().shut();
    startCollector("64MiB", "20ms", 0);

    calls.send(CALLS);

    for (Backend other : backends.othersThan(dead)) {
      awaitAll(other, ALL);
    }
    collector.awaitBalanced(lane, account -> account.accepted() == ALL && account.resent() > 0);
    assertThat(account(lane).waiting()).isEqualTo(ALL);
    assertThat(account(lane).sent()).isZero();
    assertThat(dead.fake().requests()).isZero();

    dead.door().open();

    awaitAll(dead, ALL);
    assertNothingLostAnywhere();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp", "datadog", "googlecloud"})
  void slow_othersHaveAllWhileItHoldsItsAnswers(String lane) throws Exception {
    Backend slow = backends.of(lane);
    slow.fake().hold();
    startCollector("64MiB", "20ms", 0);

    calls.send(CALLS);

    for (Backend other : backends.othersThan(slow)) {
      awaitAll(other, ALL);
    }
    Awaitility.await().atMost(PATIENCE).until(() -> slow.fake().requests() > 0);
    assertThat(slow.stored()).isEmpty();
    collector.awaitBalanced(lane, account -> account.accepted() == ALL && account.waiting() == ALL);

    slow.fake().release();

    awaitAll(slow, ALL);
    assertNothingLostAnywhere();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp", "datadog", "googlecloud"})
  void refusing_othersHaveAll_itsAccountSaysRefused(String lane) throws Exception {
    Backend refusing = backends.of(lane);
    // Cloud Trace's own word for "no right to" is waited for: a role may yet be granted.
    backends.cloudTrace.refusing(span -> refusing.fake().equals(backends.cloudTrace));
    for (int i = 0; i < ALL && !refusing.fake().equals(backends.cloudTrace); i++) {
      refusing.fake().answerNext(Trouble.UNAUTHORIZED);
    }
    startCollector("64MiB", "20ms", 0);

    calls.send(CALLS);

    for (Backend other : backends.othersThan(refusing)) {
      awaitAll(other, ALL);
      assertThat(account(other.lane()).dropped()).isEmpty();
    }
    collector.awaitBalanced(lane, account -> account.accepted() == ALL && account.waiting() == 0);
    assertThat(account(lane).dropped())
        .isEqualTo(Map.of(DropReason.REFUSED_BY_BACKEND, (long) ALL));
    assertThat(account(lane).sent()).isZero();
    assertThat(refusing.stored()).isEmpty();
  }

  /** A quota is no bad request: its lane waits, and loses nothing. */
  @Test
  void outOfQuota_othersHaveAll_itHasAllInTheNextMinute() throws Exception {
    backends.cloudTrace.quota(0);
    // Few calls: after a quota's refusal a lane makes them seldom.
    startCollector("64MiB", "1s", 0);

    calls.send(CALLS);

    Backend limited = backends.of("googlecloud");
    for (Backend other : backends.othersThan(limited)) {
      awaitAll(other, ALL);
    }
    collector.awaitBalanced(
        "googlecloud", account -> account.accepted() == ALL && account.resent() > 0);
    assertThat(account("googlecloud").waiting()).isEqualTo(ALL);
    assertThat(limited.stored()).isEmpty();

    backends.cloudTrace.quota(Integer.MAX_VALUE);

    awaitAll(limited, ALL);
    assertNothingLostAnywhere();
  }

  /** Past the journal's bytes whole traces go, in the lane that lags and in no other. */
  @Test
  void deadBeyondTheJournal_shedsWholeTracesInItsLaneAlone() throws Exception {
    String lane = "datadog";
    Backend dead = backends.of(lane);
    dead.door().shut();
    startCollector("400KiB", "20ms", 4_000);

    // In rounds, so that the others never lag.
    int rounds = 6;
    for (int round = 1; round <= rounds; round++) {
      calls.send(20);
      for (Backend other : backends.othersThan(dead)) {
        awaitAll(other, round * 20 * SharedCalls.SPANS);
      }
    }
    long all = rounds * 20L * SharedCalls.SPANS;
    collector.awaitBalanced(lane, account -> account.dropped(DropReason.SHED) > 0);
    dead.door().open();
    collector.awaitBalanced(lane, account -> account.accepted() == all && account.waiting() == 0);

    Ledger.Account account = account(lane);
    long shed = account.dropped(DropReason.SHED);
    assertThat(account.droppedInAll()).as(account.toString()).isEqualTo(shed);
    assertThat(shed).as(account.toString()).isLessThan(all);
    assertThat(account.sent()).isEqualTo(all - shed).isEqualTo(dead.stored().size());
    assertThat(dead.stored().stream().collect(groupingBy(Ids::traceId)).values())
        .allMatch(trace -> trace.size() == SharedCalls.SPANS);
    for (Backend other : backends.othersThan(dead)) {
      assertThat(account(other.lane()).dropped()).isEmpty();
      assertThat(other.stored()).hasSize((int) all).containsAll(dead.stored());
    }
  }

  private void startCollector(String journalSize, String batchTimeout, int padding)
      throws IOException {
    collector = RunningCollector.start(backends.config(journalSize, batchTimeout));
    int port = collector.listener("zipkin", true).getPort();
    calls = new SharedCalls(URI.create("http://127.0.0.1:" + port + "/api/v2/spans"), padding);
  }

  private static void awaitAll(Backend backend, int spans) {
    Awaitility.await(backend.lane())
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(new HashSet<>(backend.stored())).hasSize(spans));
  }

  private void assertNothingLostAnywhere() {
    for (Backend backend : backends.all()) {
      collector.awaitBalanced(backend.lane(), account -> account.sent() == ALL);
      assertThat(account(backend.lane()).dropped()).isEmpty();
      assertThat(backend.stored()).hasSize(ALL).containsAll(calls.callers());
      assertThat(backend.fake().violations()).isEmpty();
    }
    Set<Ids> atTempo = new HashSet<>(backends.of("otlp").stored());
    for (Backend backend : backends.all()) {
      assertThat(new HashSet<>(backend.stored())).isEqualTo(atTempo);
    }
  }

  private Ledger.Account account(String lane) {
    return collector.account(lane);
  }
}
