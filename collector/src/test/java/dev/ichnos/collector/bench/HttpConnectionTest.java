package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before a server that says word for word what it is told. */
class HttpConnectionTest {
  private static final byte[] MESSAGE = "12345".getBytes(StandardCharsets.US_ASCII);
  private static final String REQUEST =
      "POST /path HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nA: b\r\nContent-Length: 5\r\n\r\n12345";

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void send_keepsTheConnection() throws IOException {
    answer("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n");
    try (HttpConnection connection = connection()) {
      assertThat(connection.send(MESSAGE)).isEqualTo(Answer.accepted("202"));
      assertThat(connection.send(MESSAGE)).isEqualTo(Answer.accepted("202"));
    }
    assertThat(requests).containsOnly(REQUEST.formatted(server.getLocalPort())).hasSize(2);
  }

  @Test
  void send_refusal_isNoFault() throws IOException {
    answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
    try (HttpConnection connection = connection()) {
      assertThat(connection.send(MESSAGE)).isEqualTo(Answer.refused("503"));
    }
    assertThat(bodies).containsExactly("busy");
  }

  @Test
  void send_chunkedAnswer_isReadToItsEnd() throws IOException {
    answer(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nbusy\r\n0\r\nT: x\r\n\r\n");
    try (HttpConnection connection = connection()) {
      connection.send(MESSAGE);
      connection.send(MESSAGE);
    }
    assertThat(bodies).containsExactly("busy", "busy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
      })
  void send_noAnswer_isAFault(String answer) throws IOException {
    answer(answer);
    try (HttpConnection connection = connection()) {
      assertThatThrownBy(() -> connection.send(MESSAGE)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void send_afterTheServersLastAnswer_connectsAgain() throws IOException {
    answer("HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    answer("HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    try (HttpConnection connection = connection()) {
      assertThat(connection.send(MESSAGE).accepted()).isTrue();
      assertThat(connection.send(MESSAGE).accepted()).isTrue();
    }
  }

  private HttpConnection connection() {
    return new HttpConnection(
        new InetSocketAddress("127.0.0.1", server.getLocalPort()),
        "/path",
        "A: b\r\n",
        (status, body) -> {
          bodies.add(new String(body, StandardCharsets.US_ASCII));
          return HttpConnection.AnswerReader.STATUS.read(status, body);
        });
  }

  /** One connection more, all of whose requests get this answer; one that is cut is the last. */
  private void answer(String text) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                byte[] request = new byte[REQUEST.length() - 2 + 5];
                int length = REQUEST.formatted(server.getLocalPort()).length();
                boolean last = !text.endsWith("\r\n\r\n") && !text.endsWith("busy");
                while (socket.getInputStream().readNBytes(request, 0, length) == length) {
                  requests.add(new String(request, 0, length, StandardCharsets.US_ASCII));
                  socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                  if (last) {
                    return;
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
