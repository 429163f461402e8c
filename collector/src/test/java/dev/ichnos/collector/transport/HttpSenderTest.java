package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.config.TlsClientConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private HttpSender sender;

  @BeforeEach
  void open() throws IOException {
    sender = new HttpSender(TlsClientConfig.defaults());
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void post_sendsHeadersAndBody() throws IOException {
    try (TestListener listener = TestListener.mixed()) {
      HttpSender.Response answer =
          post(listener.uri("/echo"), Map.of("content-type", "text/x", "x-scope-orgid", "a"), LONG);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("text/x");
      assertThat(answer.header("absent")).isEmpty();
      assertThat(answer.body()).isEqualTo(utf8("body"));
      HttpRequest request = listener.requests.get(0);
      assertThat(request.header("x-scope-orgid")).isEqualTo("a");
      assertThat(request.header("user-agent")).startsWith("ichnos/");
    }
  }

  @Test
  void post_largeAnswer_isBounded() throws IOException {
    try (TestListener listener = TestListener.mixed()) {
      HttpSender.Response answer =
          sender
              .post(listener.uri("/echo"), Map.of(), new byte[1_000_000], LONG)
              .toCompletableFuture()
              .join();
      assertThat(answer.body()).hasSize(HttpSender.MAX_RESPONSE_BYTES);
    }
  }

  @Test
  void post_refusedStatus_isAnAnswer() throws IOException {
    try (TestListener listener = TestListener.mixed()) {
      assertThat(post(listener.uri("/nowhere"), Map.of(), LONG).status()).isEqualTo(404);
    }
  }

  @Test
  void post_toNobody_fails() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> post(URI.create("http://127.0.0.1:" + port + "/"), Map.of(), LONG))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void post_whoseAnswerStallsInItsBody_timesOut() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread stall =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket
                      .getOutputStream()
                      .write(utf8("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"));
                  while (socket.getInputStream().read() >= 0) {
                    // until the sender gives up
                  }
                } catch (IOException e) {
                  // the sender has gone
                }
              });
      stall.setDaemon(true);
      stall.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      assertThatThrownBy(() -> post(uri, Map.of(), Duration.ofMillis(300)))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(HttpTimeoutException.class);
    }
  }

  private HttpSender.Response post(URI uri, Map<String, String> headers, Duration timeout) {
    return sender.post(uri, headers, utf8("body"), timeout).toCompletableFuture().join();
  }
}
