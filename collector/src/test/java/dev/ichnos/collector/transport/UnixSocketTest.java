package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.AuthConfig;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsServerConfig;
import dev.ichnos.collector.testing.Counters;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  private static final ServerConfig BOUNDS = TestListener.config(1_000, 2_000, 2_000, 2);

  private final Metrics metrics = new Metrics();
  private final Listeners listeners = new Listeners(metrics);
  private volatile CompletionStage<Void> answersWait = CompletableFuture.completedFuture(null);
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void addRoute() {
    path = directory.resolve("apm.socket");
    listeners.route(
        new HttpRoute(
            "datadog",
            "PUT",
            "/v0.4/traces"::equals,
            request -> {
              asked.complete(null);
              return answersWait.thenApply(go -> HttpReply.text(200, request.peer().toString()));
            },
            HttpRoute.ErrorReply.TEXT));
  }

  @AfterEach
  void close() {
    listeners.close(Duration.ofSeconds(2));
  }

  @Test
  void requests_areServedLikeThoseOfAPort_withoutAPeer() throws IOException {
    start(BOUNDS);

    try (RawHttp http = new RawHttp(path)) {
      for (int i = 0; i < 3; i++) {
        assertThat(put(http, 3).answer())
            .startsWith("HTTP/1.1 200 ")
            .endsWith("Peer[address=, certificateSubject=]\n");
      }
      assertThat(put(http, 100_000).answer()).startsWith("HTTP/1.1 413 ");
    }
    assertThat(listeners.bound()).as("ports").isEmpty();
    assertThat(Counters.value(metrics, "ichnos_receiver_refused_messages", "receiver", "datadog"))
        .isEqualTo(1);
  }

  @Test
  void connections_areBounded() throws IOException {
    start(BOUNDS);

    try (RawHttp first = new RawHttp(path);
        RawHttp second = new RawHttp(path);
        RawHttp third = new RawHttp(path)) {
      assertThat(put(first, 0).answer()).startsWith("HTTP/1.1 200 ");
      assertThat(put(second, 0).answer()).startsWith("HTTP/1.1 200 ");
      assertThat(third.isCut()).isTrue();
    }
    assertThat(
            Counters.value(
                metrics, "ichnos_listener_refused_connections", "listener", "unix:" + path))
        .isEqualTo(1);
  }

  @Test
  void auth_holdsHereToo_tlsDoesNot() throws IOException {
    Path missing = directory.resolve("missing.pem");
    start(
        BOUNDS
            .withTls(new TlsServerConfig(missing, missing, Optional.empty()))
            .withAuth(AuthConfig.bearer(List.of(new Secret("x")))));

    try (RawHttp http = new RawHttp(path)) {
      assertThat(put(http, 0).answer()).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void file_letsEverybodyConnect_andIsGoneAfterClose() throws IOException {
    start(BOUNDS);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx-w--w-");

    listeners.close(Duration.ofSeconds(2));

    assertThat(path).doesNotExist();
  }

  @Test
  void close_answersWhatIsUnderWay() throws Exception {
    start(BOUNDS);
    CompletableFuture<Void> go = new CompletableFuture<>();
    answersWait = go;
    try (RawHttp http = new RawHttp(path)) {
      put(http, 0);
      asked.join();
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(() -> listeners.close(Duration.ofSeconds(5)));
      org.awaitility.Awaitility.await().until(() -> Files.notExists(path));
      assertThatThrownBy(() -> new RawHttp(path)).isInstanceOf(IOException.class);
      go.complete(null);

      assertThat(http.answer()).startsWith("HTTP/1.1 200 ").contains("connection: close");
      assertThat(http.rest()).isEmpty();
      closing.join();
    }
  }

  @Test
  void start_overASocketLeftBehind_takesItsPlace() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();

    start(BOUNDS);

    try (RawHttp http = new RawHttp(path)) {
      assertThat(put(http, 0).answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void start_overASocketInUse_isRefused() throws IOException {
    try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive.bind(UnixDomainSocketAddress.of(path));

      assertThatThrownBy(() -> start(BOUNDS))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "datadog: cannot listen on unix:" + path + ": another process listens there");
      assertThat(path).exists();
    }
  }

  @Test
  void start_overAnotherFile_leavesItThere() throws IOException {
    Files.writeString(path, "precious");

    assertThatThrownBy(() -> start(BOUNDS))
        .hasMessageContaining("there is a file that is no socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void start_inNoDirectory_saysWhatIsExpected() {
    path = directory.resolve("no").resolve("apm.socket");

    assertThatThrownBy(() -> start(BOUNDS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unix:" + path)
        .hasMessageContaining("(expected: a short path in a directory that we may write");
  }

  @Test
  void owners_ofOnePath_shareIt() throws IOException {
    listeners.unix("a", path, BOUNDS);
    start(BOUNDS);
    assertThatThrownBy(() -> listeners.unix("b", path, ServerConfig.defaults(BOUNDS.endpoint())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:" + path);
  }

  private void start(ServerConfig config) throws IOException {
    listeners.unix("datadog", path, config);
    listeners.start();
  }

  private static RawHttp put(RawHttp http, int length) throws IOException {
    return http.send(
        "PUT /v0.4/traces HTTP/1.1\r\nhost: t\r\ncontent-length: "
            + length
            + "\r\n\r\n"
            + "x".repeat(Math.min(length, 1_000)));
  }
}
