package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.times;
import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.config.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections and listeners are left: by age, by silence, by closing. */
class LeavingIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final ServerConfig AGEING =
      times(LONG, Duration.ofMillis(300), Duration.ofMillis(1_000));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void age_ofCallThatNeverHalfCloses_endsWithOk(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, AGEING);
        Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count").message("one").message("two");
      await().until(() -> client.goAways.contains(Integer.MAX_VALUE));
      call.message("after GOAWAY");
      assertThat(call.awaitEnd().header("grpc-status")).isEqualTo("0");
      assertThat(call.text()).endsWith("counted 3");
      assertThat(listener.calls.cancelled).hasValue(0);
      await().until(() -> listener.calls.completed.get() == 1);
      assertThat(client.goAways).contains(3);
      client.awaitClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void age_ofCallWithoutMessage_waitsForIt(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, AGEING);
        Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count");
      await()
          .pollDelay(Duration.ofMillis(1_500))
          .until(() -> client.goAways.contains(Integer.MAX_VALUE));
      assertThat(call.isEnded()).isFalse();
      call.message("late");
      assertThat(call.awaitEnd().header("grpc-status")).isEqualTo("0");
      assertThat(call.text()).endsWith("counted 1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void close_withCallThatNeverHalfCloses_endsItWithOk(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, ServerConfig.defaults(TestListener.ANY_PORT));
        Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count").message("one");
      await().until(() -> listener.calls.messages.get() == 1);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(listener::leave);
      assertThat(call.awaitEnd().header("grpc-status")).isEqualTo("0");
      closing.join();
      assertThat(client.goAways).startsWith(Integer.MAX_VALUE).contains(3);
      assertThat(listener.calls.cancelled).hasValue(0);
    }
  }

  @Test
  void close_withRequestInFlight_answersItFirst() throws IOException {
    try (TestListener listener = TestListener.mixed();
        RawHttp http1 = listener.connect();
        Http2Client http2 = new Http2Client(listener.address())) {
      CompletableFuture<Void> go = listener.holdAnswers();
      http1.post("/echo", "one");
      Http2Client.Stream post = http2.post("/echo", "text/plain").data(utf8("two"), true);
      await().until(() -> listener.requests.size() == 2);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(listener::leave);
      await().until(() -> !http2.goAways.isEmpty());
      go.complete(null);
      assertThat(http1.answer()).contains("connection: close").endsWith("one");
      assertThat(post.awaitEnd().text()).isEqualTo("two");
      closing.join();
      assertThat(http1.rest()).isEmpty();
      http2.awaitClosed();
    }
  }

  @Test
  void close_withIdleConnections_endsWithinTheDeadline() throws IOException {
    try (TestListener listener = TestListener.mixed();
        RawHttp silent = listener.connect();
        RawHttp used = listener.connect();
        Http2Client http2 = new Http2Client(listener.address())) {
      used.post("/echo", "x").answer();
      http2.post("/echo", "text/plain").data(utf8("x"), true).awaitEnd();
      long from = System.nanoTime();
      listener.leave();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
      assertThat(used.rest()).isEmpty();
      assertThat(silent.rest()).isEmpty();
    }
  }

  @Test
  void close_withRequestThatIsNeverAnswered_keepsTheDeadline() throws IOException {
    try (TestListener listener = TestListener.mixed();
        RawHttp http = listener.connect()) {
      listener.holdAnswers();
      http.post("/echo", "x");
      await().until(() -> listener.requests.size() == 1);
      long from = System.nanoTime();
      listener.listeners.close(Duration.ofMillis(400));
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
      assertThat(http.rest()).isEmpty();
    }
  }

  @Test
  void age_ofHttp1_asksToConnectAnew() throws IOException {
    try (TestListener listener =
            TestListener.mixed(times(LONG, Duration.ofMillis(200), Duration.ofSeconds(5)));
        RawHttp http = listener.connect()) {
      String answer = http.post("/echo", "young").answer();
      assertThat(answer).doesNotContain("connection: close");
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(() -> http.post("/echo", "old").answer().contains("connection: close"));
      assertThat(http.rest()).isEmpty();
    }
  }

  @Test
  void age_ofIdleHttp1_closesAfterTheGrace() throws IOException {
    try (TestListener listener = TestListener.mixed(AGEING);
        RawHttp http = listener.connect()) {
      http.post("/echo", "x").answer();
      assertThat(http.rest()).isEmpty();
    }
  }

  @Test
  void idle_connectionsAreClosed() throws IOException {
    try (TestListener listener = TestListener.mixed(times(Duration.ofMillis(300), LONG, LONG));
        RawHttp silent = listener.connect();
        RawHttp stalled = listener.connect();
        RawHttp used = listener.connect();
        Http2Client http2 = new Http2Client(listener.address())) {
      stalled.send("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 10\r\n\r\nhalf");
      used.post("/echo", "x").answer();
      http2.post("/echo", "text/plain").data(utf8("x"), true).awaitEnd();
      assertThat(silent.rest()).isEmpty();
      assertThat(stalled.rest()).isEmpty();
      assertThat(used.rest()).isEmpty();
      http2.awaitClosed();
    }
  }

  @Test
  void idle_doesNotEndOpenCalls() throws IOException {
    try (TestListener listener = TestListener.mixed(times(Duration.ofMillis(200), LONG, LONG));
        Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count").message("one");
      await().pollDelay(Duration.ofMillis(700)).until(() -> true);
      call.message("two").data(new byte[0], true);
      assertThat(call.awaitEnd().text()).endsWith("counted 2");
    }
  }

  private static TestListener listener(boolean mixed, ServerConfig config) throws IOException {
    return mixed ? TestListener.mixed(config) : TestListener.grpc(config);
  }
}
