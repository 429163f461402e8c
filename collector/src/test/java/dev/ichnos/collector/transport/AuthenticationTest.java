package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.config.AuthConfig;
import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.testing.Counters;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send to a listener that has {@code auth}, over each of its protocols. */
class AuthenticationTest {
  private static final ServerConfig GUARDED =
      ServerConfig.defaults(TestListener.ANY_PORT)
          .withAuth(AuthConfig.bearer(List.of(new Secret("open-sesame"))));
  private static final String GOOD = "Bearer open-sesame";
  private static final Metadata.Key<String> CHALLENGE =
      Metadata.Key.of("www-authenticate", Metadata.ASCII_STRING_MARSHALLER);

  private final GrpcChannels channels = new GrpcChannels();
  private TestListener listener;

  @BeforeEach
  void start() throws IOException {
    listener = TestListener.mixed(GUARDED);
  }

  @AfterEach
  void stop() {
    channels.close();
    listener.close();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void http_withToken_isServedAndForgetsIt(HttpClient.Version version) throws Exception {
    HttpResponse<String> answer = post(version, "/echo", GOOD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(version);
    assertThat(listener.requests.get(0).headers()).doesNotContainKey("authorization");
    assertThat(refused()).isZero();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void http_withoutToken_is401InTheRoutesWords(HttpClient.Version version) throws Exception {
    for (String bad : new String[] {"", "Bearer open-sesam", "Basic b3Blbi1zZXNhbWU="}) {
      HttpResponse<String> answer = post(version, "/echo", bad);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate"))
          .contains("Bearer realm=\"ichnos\"");
      assertThat(answer.body()).startsWith("echo: Not authenticated").doesNotContain("sesam");
    }
    assertThat(listener.requests).isEmpty();
    assertThat(refused()).isEqualTo(3);
  }

  @Test
  void http_withoutToken_learnsNothingOfPaths() throws Exception {
    assertThat(post(HttpClient.Version.HTTP_1_1, "/nowhere", "").statusCode()).isEqualTo(401);
    assertThat(post(HttpClient.Version.HTTP_1_1, "/nowhere", GOOD).statusCode()).isEqualTo(404);
    assertThat(refused()).as("nobody's message").isZero();
  }

  @Test
  void http_largeBodyWithoutToken_isNotRead() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 1000000\r\n\r\nx");
      assertThat(http.answer()).startsWith("HTTP/1.1 401 ").contains("connection: close");
    }
  }

  @Test
  void http_expectContinueWithoutToken_gets401AtOnce() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send(
          "POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 3\r\nexpect: 100-continue\r\n\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void http_twoAuthorizations_areNone() throws IOException {
    try (RawHttp http = listener.connect()) {
      String field = "authorization: " + GOOD + "\r\n";
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 0\r\n" + field + field + "\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void preflight_needsNoToken_whatFollowsDoes() throws IOException {
    Listeners listeners = new Listeners(listener.metrics);
    listeners.mixed("a", GUARDED);
    HttpRoute route =
        new HttpRoute(
            "a",
            "POST",
            "/spans"::equals,
            request -> CompletableFuture.completedStage(HttpReply.of(202)),
            HttpRoute.ErrorReply.TEXT);
    new CrossOrigin(new CorsConfig(List.of("*"), List.of("authorization"), 0))
        .routes(route)
        .forEach(listeners::route);
    listeners.route(route.forEverybody());
    listeners.start();
    try (RawHttp http = new RawHttp(listeners.bound().get(0).address())) {
      String head =
          " /spans HTTP/1.1\r\nhost: t\r\norigin: http://page\r\ncontent-length: 0\r\n\r\n";
      assertThat(http.send("OPTIONS" + head).answer())
          .startsWith("HTTP/1.1 204 ")
          .contains("access-control-allow-headers: content-type, content-encoding, authorization");
      assertThat(http.send("POST" + head).answer()).startsWith("HTTP/1.1 401 ");
      assertThat(http.send("OPTIONS" + head.replace("/spans", "/other")).answer())
          .startsWith("HTTP/1.1 401 ");
    } finally {
      listeners.close(java.time.Duration.ofSeconds(1));
    }
  }

  @Test
  void openRoute_needsNoToken() throws IOException {
    Listeners listeners = new Listeners(listener.metrics);
    listeners.mixed("a", GUARDED);
    listeners.route(
        new HttpRoute(
                "a",
                "GET",
                "/live"::equals,
                request -> CompletableFuture.completedStage(HttpReply.of(200)),
                HttpRoute.ErrorReply.TEXT)
            .forEverybody());
    listeners.start();
    try (RawHttp http = new RawHttp(listeners.bound().get(0).address())) {
      String head = " /live HTTP/1.1\r\nhost: t\r\ncontent-length: 0\r\n\r\n";
      assertThat(http.send("GET" + head).answer()).startsWith("HTTP/1.1 200 ");
      assertThat(http.send("POST" + head).answer()).startsWith("HTTP/1.1 401 ");
    } finally {
      listeners.close(java.time.Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpc_withToken_isServed(boolean mixed) throws IOException {
    try (TestListener other = mixed ? TestListener.mixed(GUARDED) : TestListener.grpc(GUARDED)) {
      assertThat(who(other, GOOD)).startsWith("Peer");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpc_withoutToken_isUnauthenticated(boolean mixed) throws IOException {
    try (TestListener other = mixed ? TestListener.mixed(GUARDED) : TestListener.grpc(GUARDED)) {
      for (String bad : new String[] {"", "Bearer wrong"}) {
        assertThatThrownBy(() -> who(other, bad))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> {
                  assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                  assertThat(e.getStatus().getDescription()).startsWith("Not authenticated");
                  assertThat(e.getTrailers().get(CHALLENGE)).isEqualTo("Bearer realm=\"ichnos\"");
                });
      }
      assertThat(Counters.value(other.metrics, REFUSED, "reason", "unauthenticated")).isEqualTo(2);
    }
  }

  @Test
  void grpc_streamWithoutToken_endsBeforeItsMessages() {
    try (Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count").message("one");
      assertThat(call.awaitEnd().header("grpc-status")).isEqualTo("16");
    }
    assertThat(listener.calls.messages).hasValue(0);
  }

  private static final String REFUSED = "ichnos_receiver_refused_messages";

  private double refused() {
    return Counters.value(
        listener.metrics, REFUSED, "receiver", TestListener.OWNER, "reason", "unauthenticated");
  }

  private String who(TestListener other, String authorization) throws IOException {
    Metadata headers = new Metadata();
    if (!authorization.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    }
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            channels.open(other.endpoint(), TlsClientConfig.plaintext()),
            MetadataUtils.newAttachHeadersInterceptor(headers)),
        TestCalls.WHO,
        CallOptions.DEFAULT,
        "");
  }

  private HttpResponse<String> post(HttpClient.Version version, String path, String authorization)
      throws Exception {
    java.net.http.HttpRequest.Builder request =
        java.net.http.HttpRequest.newBuilder(listener.uri(path))
            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(utf8("hello")));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return HttpClient.newBuilder()
        .version(version)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
