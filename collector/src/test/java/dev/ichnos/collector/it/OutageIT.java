package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.ThreeBackends.Backend;
import dev.ichnos.collector.it.ThreeBackends.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar under load, and its three backends stopped and started again, one after the other. */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Calls that are made while a backend is gone. */
  private static final int MISSED = 150;

  @TempDir private Path directory;

  @Test
  void eachBackendStoppedAndStartedUnderLoad_nothingIsLostAnywhere() throws Exception {
    ExecutorService sender = Executors.newSingleThreadExecutor();
    AtomicBoolean sending = new AtomicBoolean(true);
    try (ThreeBackends backends = ThreeBackends.start();
        IchnosProcess ichnos = IchnosProcess.run(directory, backends.config("64MiB", "20ms"))) {
      SharedCalls calls = new SharedCalls(ichnos.http("zipkin", "/api/v2/spans"), 100);
      Future<?> load =
          sender.submit(
              () -> {
                while (sending.get()) {
                  calls.send(1);
                }
                return null;
              });

      for (Backend stopped : backends.all()) {
        awaitCalls(calls, load, calls.callers().size() + MISSED / 3);
        stopped.door().shut();
        int before = calls.callers().size();
        awaitCalls(calls, load, before + MISSED);
        Set<Ids> missed = new HashSet<>(calls.callers().subList(before, before + MISSED));
        for (Backend other : backends.othersThan(stopped)) {
          awaitStored(other, missed);
        }
        assertThat(stopped.stored()).as(stopped.lane()).doesNotContainAnyElementsOf(missed);
        stopped.door().open();
        awaitStored(stopped, missed);
      }
      sending.set(false);
      load.get();

      int all = calls.callers().size() * SharedCalls.SPANS;
      Set<Ids> atTempo = new HashSet<>();
      for (Backend backend : backends.all()) {
        awaitStored(backend, new HashSet<>(calls.callers()));
        Awaitility.await(backend.lane())
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(new HashSet<>(backend.stored())).hasSize(all));
        atTempo = atTempo.isEmpty() ? new HashSet<>(backend.stored()) : atTempo;
        assertThat(new HashSet<>(backend.stored())).as(backend.lane()).isEqualTo(atTempo);
      }
      IchnosProcess.Finished finished = ichnos.terminate(Duration.ofSeconds(30));
      assertThat(finished.exitCode()).as(finished.output()).isZero();
      for (Backend backend : backends.all()) {
        assertThat(finished.output())
            .contains(
                "account: lane %s: accepted %d + created 0 {} = sent %d + waiting 0 + merged 0 {} + dropped 0 {};"
                    .formatted(backend.lane(), all, all));
      }
    } finally {
      sending.set(false);
      sender.shutdownNow();
    }
  }

  private static void awaitCalls(SharedCalls calls, Future<?> load, int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> load.isDone() || calls.callers().size() >= count);
    assertThat(load.isDone()).as("the load goes on").isFalse();
  }

  private static void awaitStored(Backend backend, Set<Ids> spans) {
    Awaitility.await(backend.lane())
        .atMost(PATIENCE)
        .until(() -> new HashSet<>(backend.stored()).containsAll(spans));
  }
}
