package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.TlsServerConfig;
import dev.ichnos.collector.testing.Counters;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates, keys and authorities that are replaced while connections are open. */
class TlsReloadIT {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String RELOADS = "ichnos_file_reloads";

  @TempDir private static Path store;
  private static TestCertificate oldServer;
  private static TestCertificate newServer;
  private static TestCertificate oldClient;
  private static TestCertificate newClient;

  private final GrpcChannels channels = new GrpcChannels();
  @TempDir private Path secret;
  private int swaps;

  @BeforeAll
  static void makeCertificates() throws Exception {
    oldServer = certificate("old", "collector.test");
    newServer = certificate("new", "collector.test");
    oldClient = certificate("old", "old.test");
    newClient = certificate("new", "new.test");
  }

  @AfterEach
  void close() {
    channels.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pairReplaced_isServedToNewConnectionsAndOldOnesStay(boolean mixed) throws IOException {
    mount(oldServer.cert(), oldServer.key(), oldClient.cert());
    try (TestListener listener = listener(mixed, false)) {
      ManagedChannel open = channel(listener, oldServer, Optional.empty());
      assertThat(who(open)).startsWith("Peer");

      mount(newServer.cert(), newServer.key(), oldClient.cert());

      await().untilAsserted(() -> assertThat(reloads(listener, "used")).isEqualTo(1));
      assertThat(who(channel(listener, newServer, Optional.empty()))).startsWith("Peer");
      assertUnavailable(channel(listener, oldServer, Optional.empty()));
      assertThat(who(open)).as("on the connection from before").startsWith("Peer");
      assertThat(expiration(listener)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pairThatDoesNotMatch_leavesTheOldOneInUse(boolean mixed) throws IOException {
    mount(oldServer.cert(), oldServer.key(), oldClient.cert());
    try (TestListener listener = listener(mixed, false)) {
      mount(newServer.cert(), oldServer.key(), oldClient.cert());

      await().untilAsserted(() -> assertThat(reloads(listener, "refused")).isEqualTo(1));
      assertThat(who(channel(listener, oldServer, Optional.empty()))).startsWith("Peer");

      mount(newServer.cert(), newServer.key(), oldClient.cert());

      await().untilAsserted(() -> assertThat(reloads(listener, "used")).isEqualTo(1));
      assertThat(who(channel(listener, newServer, Optional.empty()))).startsWith("Peer");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientCaReplaced_decidesOnNewConnections(boolean mixed) throws IOException {
    mount(oldServer.cert(), oldServer.key(), oldClient.cert());
    try (TestListener listener = listener(mixed, true)) {
      ManagedChannel open = channel(listener, oldServer, Optional.of(oldClient));
      assertThat(who(open)).contains("CN=old.test");

      mount(oldServer.cert(), oldServer.key(), newClient.cert());

      await().untilAsserted(() -> assertThat(reloads(listener, "used")).isEqualTo(1));
      assertThat(who(channel(listener, oldServer, Optional.of(newClient)))).contains("CN=new.test");
      assertUnavailable(channel(listener, oldServer, Optional.of(oldClient)));
      assertThat(who(open)).as("on the connection from before").contains("CN=old.test");
    }
  }

  @Test
  void clientsFilesReplaced_areUsedForTheNextConnection() throws Exception {
    Path authorities = store.resolve("both.crt");
    Files.writeString(
        authorities, Files.readString(oldClient.cert()) + Files.readString(newClient.cert()));
    mount(oldClient.cert(), oldClient.key(), oldServer.cert());
    TlsClientConfig tls =
        new TlsClientConfig(
            false,
            false,
            Optional.of(secret.resolve("ca.crt")),
            Optional.of(secret.resolve("tls.crt")),
            Optional.of(secret.resolve("tls.key")),
            Optional.of("collector.test"),
            OFTEN);
    TlsServerConfig server =
        new TlsServerConfig(oldServer.cert(), oldServer.key(), Optional.of(authorities));
    // Clients are asked to connect anew soon, so that they do.
    ServerConfig times =
        TestListener.times(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (TestListener listener = TestListener.mixed(times.withTls(server));
        HttpSender sender = new HttpSender(tls)) {
      ManagedChannel channel = channels.open(listener.endpoint(), tls);
      assertThat(who(channel)).contains("CN=old.test");
      post(sender, listener);
      assertThat(lastSubject(listener)).isEqualTo("CN=old.test");

      mount(newClient.cert(), newClient.key(), oldServer.cert());

      await()
          .ignoreExceptions() // a call may meet the connection's end
          .untilAsserted(() -> assertThat(who(channel)).contains("CN=new.test"));
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                post(sender, listener);
                assertThat(lastSubject(listener)).isEqualTo("CN=new.test");
              });
    }
  }

  private static void post(HttpSender sender, TestListener listener) {
    URI uri = URI.create("https://127.0.0.1:" + listener.address().getPort() + "/echo");
    assertThat(
            sender
                .post(uri, Map.of(), utf8("x"), Duration.ofSeconds(10))
                .toCompletableFuture()
                .join()
                .status())
        .isEqualTo(200);
  }

  private static String lastSubject(TestListener listener) {
    return listener.requests.get(listener.requests.size() - 1).peer().certificateSubject();
  }

  private ManagedChannel channel(
      TestListener listener, TestCertificate trusted, Optional<TestCertificate> own)
      throws IOException {
    return channels.open(
        listener.endpoint(),
        new TlsClientConfig(
            false,
            false,
            Optional.of(trusted.cert()),
            own.map(TestCertificate::cert),
            own.map(TestCertificate::key),
            Optional.of("collector.test")));
  }

  private static String who(ManagedChannel channel) {
    return ClientCalls.blockingUnaryCall(
        channel,
        TestCalls.WHO,
        CallOptions.DEFAULT.withDeadlineAfter(10, java.util.concurrent.TimeUnit.SECONDS),
        "");
  }

  private static void assertUnavailable(ManagedChannel channel) {
    assertThatThrownBy(() -> who(channel))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private TestListener listener(boolean mixed, boolean clientCertificates) throws IOException {
    ServerConfig config =
        ServerConfig.defaults(TestListener.ANY_PORT)
            .withTls(
                new TlsServerConfig(
                    secret.resolve("tls.crt"),
                    secret.resolve("tls.key"),
                    clientCertificates ? Optional.of(secret.resolve("ca.crt")) : Optional.empty(),
                    OFTEN));
    return mixed ? TestListener.mixed(config) : TestListener.grpc(config);
  }

  private double reloads(TestListener listener, String outcome) {
    return Counters.value(
        listener.metrics,
        RELOADS,
        "outcome",
        outcome,
        "file",
        secret.resolve("tls.crt").toString());
  }

  private double expiration(TestListener listener) {
    return Counters.value(
        listener.metrics,
        "ichnos_tls_certificate_expiration_timestamp_seconds",
        "file",
        secret.resolve("tls.crt").toString());
  }

  /** Puts a secret there as the kubelet does: all files at once, by one renamed link. */
  private void mount(Path cert, Path key, Path ca) throws IOException {
    Path data = Files.createDirectory(secret.resolve("..data_" + swaps++));
    Files.copy(cert, data.resolve("tls.crt"));
    Files.copy(key, data.resolve("tls.key"));
    Files.copy(ca, data.resolve("ca.crt"));
    Path link = Files.createSymbolicLink(secret.resolve("..data_tmp"), data.getFileName());
    Files.move(link, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
      Path file = secret.resolve(name);
      if (Files.notExists(file)) {
        Files.createSymbolicLink(file, Path.of("..data", name));
      }
    }
  }

  private static TestCertificate certificate(String directory, String name) throws Exception {
    return TestCertificate.create(Files.createDirectories(store.resolve(directory)), name);
  }
}
