package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.config.ServerConfig;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections, too many connections, and what is left of them. */
class LoadIT {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connections_pastTheBound_areClosedAndCounted(boolean mixed) throws IOException {
    ServerConfig config = TestListener.config(1_000, 1_000, 1_000, 2);
    try (TestListener listener = mixed ? TestListener.mixed(config) : TestListener.grpc(config)) {
      try (Http2Client first = new Http2Client(listener.address());
          Http2Client second = new Http2Client(listener.address());
          RawHttp third = listener.connect()) {
        assertThat(third.rest()).isEmpty();
        assertThat(refused(listener)).isEqualTo(1);
        assertThat(counted(first)).endsWith("counted 1");
        assertThat(counted(second)).endsWith("counted 1");
      }
      await()
          .untilAsserted(
              () -> {
                try (Http2Client next = new Http2Client(listener.address())) {
                  assertThat(counted(next)).endsWith("counted 1");
                }
              });
    }
  }

  @Test
  void connections_hundreds_areServedWithoutALeak() throws IOException {
    List<String> leaks = new CopyOnWriteArrayList<>();
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
    try (TestListener listener = TestListener.mixed()) {
      assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
      List<RawHttp> open = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        open.add(listener.connect().post("/echo", "body " + i));
      }
      for (int i = 0; i < 300; i++) {
        assertThat(open.get(i).answer()).endsWith("body " + i);
        open.get(i).close();
      }
      for (int i = 0; i < 20; i++) {
        try (Http2Client client = new Http2Client(listener.address())) {
          // Left in the middle, so that whatever waits must be let go.
          client.call("Count").message("one");
          client.post("/echo", "text/plain").data(utf8("half"), false);
          assertThat(counted(client)).endsWith("counted 1");
        }
      }
      await().until(() -> listener.calls.cancelled.get() == 20);
    }
    // A leak shows when its garbage is collected, and the next buffer made.
    for (int i = 0; i < 5; i++) {
      System.gc();
      PooledByteBufAllocator.DEFAULT.buffer(16).release();
    }
    assertThat(leaks).isEmpty();
  }

  private static String counted(Http2Client client) {
    return client.call("Count").message("one").data(new byte[0], true).awaitEnd().text();
  }

  private static double refused(TestListener listener) {
    return listener.metrics.registry().scrape().stream()
        .filter(m -> m.getMetadata().getName().equals("ichnos_listener_refused_connections"))
        .flatMap(m -> m.getDataPoints().stream())
        .mapToDouble(
            point ->
                ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot)
                        point)
                    .getValue())
        .sum();
  }
}
