package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramListenerTest {
  private static final Endpoint ANY = new Endpoint("127.0.0.1", 0);

  private final Listeners listeners = new Listeners(new Metrics());
  private final List<String> taken = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    listeners.close(Duration.ofSeconds(5));
  }

  @Test
  void start_portInUse_saysWhoAndWhereAndWhatToDo() throws Exception {
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      Endpoint endpoint = new Endpoint("127.0.0.1", other.getLocalPort());
      listeners.datagrams(new DatagramRoute("xray", endpoint, new Recorder()));

      assertThatThrownBy(listeners::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("xray: cannot listen on " + endpoint + ": ")
          .hasMessageContaining("in use")
          .hasMessageContaining("(expected: ");
      assertThat(listeners.bound()).isEmpty();
    }
  }

  @Test
  void start_free_isBoundAsUdp() throws Exception {
    listeners.datagrams(new DatagramRoute("xray", ANY, new Recorder()));
    listeners.start();

    BoundListener bound = listeners.bound().get(0);
    assertThat(bound.speaks()).isEqualTo(BoundListener.Speaks.UDP);
    assertThat(bound.mixed()).isFalse();
    assertThat(bound.address().getPort()).isPositive();
  }

  @Test
  void datagram_handlerThrows_thePortLivesOn() throws Exception {
    listeners.datagrams(new DatagramRoute("xray", ANY, new Recorder()));
    listeners.start();

    for (int i = 0; i < 2 * DatagramListener.MOST_IN_FLIGHT; i++) {
      send(i % 2 == 0 ? "throw" : "fail");
      if (i % 64 == 0) {
        Thread.yield();
      }
    }
    Awaitility.await()
        .until(
            () -> {
              send("good");
              return taken.contains("good");
            });

    assertThat(taken).doesNotContain("refused");
  }

  @Test
  void close_underAFlood_ends() throws Exception {
    listeners.datagrams(new DatagramRoute("xray", ANY, new Recorder()));
    listeners.start();
    InetSocketAddress address = listeners.address("xray", ANY);
    CompletableFuture<Void> flood =
        CompletableFuture.runAsync(
            () -> {
              try (DatagramSocket socket = new DatagramSocket()) {
                while (!taken.contains("closed")) {
                  socket.send(packet("x", address));
                }
              } catch (IOException e) {
                // The port is gone.
              }
            });
    Awaitility.await().until(() -> taken.contains("x"));
    long start = System.nanoTime();

    listeners.close(Duration.ofSeconds(8));
    taken.add("closed");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    flood.join();
  }

  private void send(String text) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(packet(text, listeners.address("xray", ANY)));
    }
  }

  private static DatagramPacket packet(String text, InetSocketAddress to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DatagramPacket(bytes, bytes.length, to);
  }

  private final class Recorder implements DatagramRoute.Handler {
    @Override
    public CompletionStage<?> handle(ByteBuffer datagram, Peer peer) {
      String text = StandardCharsets.UTF_8.decode(datagram).toString();
      if (taken.size() < 1_000) {
        taken.add(text);
      }
      if (text.equals("throw")) {
        throw new IllegalStateException("as asked");
      }
      return text.equals("fail")
          ? CompletableFuture.failedStage(new IllegalStateException("as asked"))
          : CompletableFuture.completedStage(null);
    }

    @Override
    public void refused() {
      taken.add("refused");
    }
  }
}
