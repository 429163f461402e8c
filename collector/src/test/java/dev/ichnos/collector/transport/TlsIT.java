package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.TlsServerConfig;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS of listeners and of both clients, by certificates made here. */
class TlsIT {
  @TempDir private static Path directory;

  private static TestCertificate server;
  private static TestCertificate client;
  private static GrpcChannels channels;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = TestCertificate.create(directory, "collector.test");
    client = TestCertificate.create(directory, "proxy.test");
    channels = new GrpcChannels();
  }

  @AfterAll
  static void close() {
    channels.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpc_withClientCertificate_namesItsSubject(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, true)) {
      assertThat(who(listener, tls(true, "collector.test")))
          .isEqualTo("Peer[address=127.0.0.1, certificateSubject=CN=proxy.test]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpc_withoutDemandedCertificate_fails(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, true)) {
      assertUnavailable(listener, tls(false, "collector.test"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpc_withoutClientCertificates_hasNoSubject(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed, false)) {
      assertThat(who(listener, tls(false, "collector.test")))
          .isEqualTo("Peer[address=127.0.0.1, certificateSubject=]");
    }
  }

  @Test
  void grpc_ofAnotherName_isRefusedByUs() throws IOException {
    try (TestListener listener = listener(false, false)) {
      assertUnavailable(listener, tls(false, "other.test"));
    }
  }

  @Test
  void grpc_skippingVerification_works() throws IOException {
    try (TestListener listener = listener(false, false)) {
      assertThat(who(listener, skipping())).startsWith("Peer");
    }
  }

  @Test
  void http_byOurSender_worksWithNameAndCertificate() throws IOException {
    try (TestListener listener = listener(true, true);
        HttpSender sender = new HttpSender(tls(true, "collector.test"))) {
      assertThat(post(sender, listener).body()).isEqualTo(utf8("over TLS"));
      assertThat(listener.requests.get(0).peer().certificateSubject()).isEqualTo("CN=proxy.test");
    }
  }

  @Test
  void http_ofAnotherName_isRefusedByUs() throws IOException {
    try (TestListener listener = listener(true, false);
        HttpSender sender = new HttpSender(tls(false, "other.test"))) {
      assertThatThrownBy(() -> post(sender, listener))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(SSLException.class);
      assertThat(listener.requests).isEmpty();
    }
  }

  @Test
  void http_skippingVerification_works() throws IOException {
    try (TestListener listener = listener(true, false);
        HttpSender sender = new HttpSender(skipping())) {
      assertThat(post(sender, listener).status()).isEqualTo(200);
    }
  }

  @Test
  void http2_isAgreedByAlpn() throws Exception {
    try (TestListener listener = listener(true, false)) {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(
                  Tls.httpClient(tls(false, "collector.test"), new FileWatch(new Metrics())))
              .version(HttpClient.Version.HTTP_2)
              .build()
              .send(
                  java.net.http.HttpRequest.newBuilder(uri(listener, "/who")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).startsWith("Peer[address=127.0.0.1");
    }
  }

  @Test
  void listener_withoutItsFile_namesKeyAndFile() {
    Path missing = directory.resolve("missing.crt");
    assertThatThrownBy(
            () ->
                TestListener.mixed(
                    config(new TlsServerConfig(missing, server.key(), Optional.empty()))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.cert_file: " + missing);
  }

  @Test
  void plainClient_isClosed() throws IOException {
    try (TestListener listener = listener(true, false);
        RawHttp http = listener.connect()) {
      http.post("/echo", "in clear");
      assertThat(http.rest()).doesNotContain("HTTP/1.1");
    }
  }

  private static HttpSender.Response post(HttpSender sender, TestListener listener) {
    return sender
        .post(uri(listener, "/echo"), Map.of(), utf8("over TLS"), Duration.ofSeconds(10))
        .toCompletableFuture()
        .join();
  }

  private static URI uri(TestListener listener, String path) {
    return URI.create("https://127.0.0.1:" + listener.address().getPort() + path);
  }

  private static void assertUnavailable(TestListener listener, TlsClientConfig tls) {
    assertThatThrownBy(() -> who(listener, tls))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static String who(TestListener listener, TlsClientConfig tls) throws IOException {
    return ClientCalls.blockingUnaryCall(
        channels.open(listener.endpoint(), tls), TestCalls.WHO, CallOptions.DEFAULT, "");
  }

  private static TlsClientConfig tls(boolean withCertificate, String serverName) {
    return new TlsClientConfig(
        false,
        false,
        Optional.of(server.cert()),
        withCertificate ? Optional.of(client.cert()) : Optional.empty(),
        withCertificate ? Optional.of(client.key()) : Optional.empty(),
        Optional.of(serverName));
  }

  private static TlsClientConfig skipping() {
    return new TlsClientConfig(
        false, true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static TestListener listener(boolean mixed, boolean clientCertificates)
      throws IOException {
    ServerConfig config =
        config(
            new TlsServerConfig(
                server.cert(),
                server.key(),
                clientCertificates ? Optional.of(client.cert()) : Optional.empty()));
    return mixed ? TestListener.mixed(config) : TestListener.grpc(config);
  }

  private static ServerConfig config(TlsServerConfig tls) {
    ServerConfig d = ServerConfig.defaults(TestListener.ANY_PORT);
    return new ServerConfig(
        d.endpoint(),
        Optional.of(tls),
        d.maxRequestBodySize(),
        d.maxDecompressedSize(),
        d.maxHeaderSize(),
        d.maxConcurrentStreams(),
        d.maxConnections(),
        d.idleTimeout(),
        d.maxConnectionAge(),
        d.maxConnectionAgeGrace());
  }
}
