package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.TlsClientConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpStreamsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private HttpStreams client;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    client = new HttpStreams(TlsClientConfig.plaintext(), new Metrics());
  }

  @AfterEach
  void close() {
    goOn.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void get_bodyIsReadWhileItComes() throws IOException, InterruptedException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          part(exchange, "first");
          goOn.await();
          part(exchange, "second");
        });
    try (HttpStreams.Answer answer = get(LONG, LONG, LONG)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.body().readNBytes(5), UTF_8)).isEqualTo("first");
      goOn.countDown();
      assertThat(new String(answer.body().readAllBytes(), UTF_8)).isEqualTo("second");
      assertThat(answer.body().read()).isEqualTo(-1);
    }
  }

  @Test
  void get_sendsHeaders_andGivesAnyStatus() throws IOException, InterruptedException {
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("x-b", exchange.getRequestHeaders().getFirst("x-a"));
          exchange.sendResponseHeaders(418, -1);
        });
    try (HttpStreams.Answer answer = get(LONG, LONG, LONG)) {
      assertThat(answer.status()).isEqualTo(418);
      assertThat(answer.header("X-B")).isEqualTo("value");
      assertThat(answer.header("x-c")).isEmpty();
      assertThat(answer.body().read()).isEqualTo(-1);
    }
  }

  @Test
  void get_headThatDoesNotCome_timesOut() {
    serve(exchange -> goOn.await());

    assertThatThrownBy(() -> get(SHORT, LONG, LONG)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void read_silence_timesOut() throws IOException, InterruptedException {
    serve(this::half);
    try (HttpStreams.Answer answer = get(LONG, SHORT, LONG)) {
      assertThat(answer.body().read()).isEqualTo('h');
      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("silent");
    }
  }

  @Test
  void read_answerWithoutEnd_timesOut() throws IOException, InterruptedException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (goOn.getCount() > 0) {
            part(exchange, "more");
          }
        });
    try (HttpStreams.Answer answer = get(LONG, LONG, SHORT)) {
      assertThatThrownBy(() -> answer.body().skipNBytes(Long.MAX_VALUE))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("in time");
    }
  }

  @Test
  void read_interrupted_ends() throws IOException, InterruptedException {
    serve(this::half);
    try (HttpStreams.Answer answer = get(LONG, LONG, LONG)) {
      AtomicReference<Throwable> ended = new AtomicReference<>();
      Thread reading = reading(answer.body(), ended);
      reading.interrupt();
      reading.join();
      assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void read_closedByAnotherThread_ends() throws IOException, InterruptedException {
    serve(this::half);
    HttpStreams.Answer answer = get(LONG, LONG, LONG);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread reading = reading(answer.body(), ended);
    answer.close();
    reading.join();
    assertThat(ended.get()).isInstanceOf(IOException.class).hasMessage("closed");
  }

  @Test
  void read_connectionCut_throws() throws IOException, InterruptedException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          part(exchange, "half");
          throw new IOException("cut");
        });
    try (HttpStreams.Answer answer = get(LONG, LONG, LONG)) {
      assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  /** What is not read is not taken in: the sender has to wait. */
  @Test
  void read_slowly_holdsTheSenderBack() throws IOException, InterruptedException {
    AtomicReference<Integer> sent = new AtomicReference<>(0);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] mebibyte = new byte[1 << 20];
          while (sent.get() < 200) {
            exchange.getResponseBody().write(mebibyte);
            sent.set(sent.get() + 1);
          }
        });
    try (HttpStreams.Answer answer = get(LONG, LONG, LONG)) {
      for (int i = 0; i < 5; i++) {
        answer.body().skipNBytes(1 << 20);
      }
      assertThat(sent.get()).isLessThan(100);
    }
  }

  private void half(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    part(exchange, "half");
    goOn.await();
  }

  private static Thread reading(InputStream body, AtomicReference<Throwable> ended)
      throws IOException {
    assertThat(body.readNBytes(4)).hasSize(4);
    Thread reading =
        new Thread(
            () -> {
              try {
                ended.set(new AssertionError("read " + body.read()));
              } catch (IOException e) {
                ended.set(e);
              }
            });
    reading.start();
    return reading;
  }

  private HttpStreams.Answer get(Duration head, Duration silence, Duration whole)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return client.get(uri, Map.of("x-a", "value"), new HttpStreams.Times(head, silence, whole));
  }

  private void serve(Handler handler) {
    server.createContext(
        "/",
        exchange -> {
          try {
            handler.handle(exchange);
            exchange.close();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void part(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseBody().write(text.getBytes(UTF_8));
    exchange.getResponseBody().flush();
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }
}
