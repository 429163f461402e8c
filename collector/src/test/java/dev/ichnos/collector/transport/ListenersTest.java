package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final Endpoint ANY = new Endpoint("127.0.0.1", 0);

  private final Listeners listeners = new Listeners(new Metrics());

  @AfterEach
  void close() {
    listeners.close(Duration.ofSeconds(2));
  }

  @Test
  void owners_ofOneEndpoint_shareAMixedListener() throws IOException {
    Endpoint free = freePort();
    listeners.grpc("otlp", ServerConfig.defaults(free));
    listeners.mixed("zipkin", ServerConfig.defaults(free));
    listeners.start();
    assertThat(listeners.bound())
        .singleElement()
        .satisfies(
            bound -> {
              assertThat(bound.owners()).containsExactly("otlp", "zipkin");
              assertThat(bound.mixed()).isTrue();
              assertThat(bound.configured()).isEqualTo(free);
            });
    assertThat(listeners.address("zipkin", free)).isEqualTo(listeners.address("otlp", free));
  }

  @Test
  void owners_ofOneEndpointOnOtherTerms_areRefused() {
    Endpoint endpoint = new Endpoint("127.0.0.1", 9411);
    ServerConfig d = ServerConfig.defaults(endpoint);
    listeners.mixed("zipkin", d);
    ServerConfig other =
        new ServerConfig(
            endpoint,
            d.tls(),
            d.maxRequestBodySize(),
            d.maxDecompressedSize(),
            d.maxHeaderSize(),
            d.maxConcurrentStreams(),
            7,
            d.idleTimeout(),
            d.maxConnectionAge(),
            d.maxConnectionAgeGrace());
    assertThatThrownBy(() -> listeners.mixed("otlp", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1:9411")
        .hasMessageContaining("zipkin")
        .hasMessageContaining("otlp");
  }

  @Test
  void port0_isAnotherPortForEach() throws IOException {
    listeners.grpc("otlp", ServerConfig.defaults(ANY));
    listeners.mixed("otlp", ServerConfig.defaults(ANY));
    listeners.start();
    assertThat(listeners.address("otlp", ANY, true))
        .isNotEqualTo(listeners.address("otlp", ANY, false));
  }

  @Test
  void routes_ofOwnOwner_comeFirst() throws IOException {
    listeners.mixed("a", ServerConfig.defaults(ANY));
    listeners.mixed("b", ServerConfig.defaults(ANY));
    listeners.mixed("c", ServerConfig.defaults(ANY));
    for (String owner : List.of("a", "b")) {
      listeners.route(
          new HttpRoute(
              owner,
              "POST",
              path -> true,
              request -> CompletableFuture.completedFuture(HttpReply.text(200, "by " + owner)),
              HttpRoute.ErrorReply.TEXT));
    }
    listeners.start();
    assertThat(answer("a")).endsWith("by a\n");
    assertThat(answer("b")).endsWith("by b\n");
    assertThat(answer("c")).endsWith("by a\n");
  }

  @Test
  void start_routesOfTwoTypesClash_namesBothAndThePath() {
    listeners.route(route("zipkin/edge", "POST", Paths.endingIn("/api/v2/spans")));
    listeners.route(route("otlp", "POST", Paths.exactly("/v1/traces", "/x/api/v2/spans")));
    assertThatThrownBy(listeners::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "POST /x/api/v2/spans: served by zipkin/edge and by otlp (expected:");
  }

  @Test
  void start_routesOfOneTypeOrOtherMethods_doNotClash() throws IOException {
    listeners.route(route("zipkin", "POST", Paths.exactly("/spans")));
    listeners.route(route("zipkin/edge", "POST", Paths.endingIn("spans")));
    listeners.route(route("otlp", "PUT", Paths.exactly("/spans")));
    listeners.start();
  }

  @Test
  void start_methodsOfTwoTypesClash_namesBothAndTheMethod() {
    for (String owner : List.of("envoy", "envoy/b", "opencensus")) {
      listeners.method(
          new GrpcMethod(
              owner,
              io.grpc.ServerMethodDefinition.create(
                  TestCalls.WHO, (call, headers) -> new io.grpc.ServerCall.Listener<>() {})));
    }
    assertThatThrownBy(listeners::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("test.Calls/Who: served by envoy and by opencensus");
  }

  private static HttpRoute route(String owner, String method, Paths paths) {
    return new HttpRoute(
        owner,
        method,
        paths,
        request -> CompletableFuture.completedFuture(HttpReply.of(200)),
        HttpRoute.ErrorReply.TEXT);
  }

  @Test
  void start_onUsedPort_namesOwnerEndpointAndRemedy() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Endpoint endpoint = new Endpoint("127.0.0.1", used.getLocalPort());
      for (boolean mixed : new boolean[] {true, false}) {
        Listeners second = new Listeners(new Metrics());
        if (mixed) {
          second.mixed("zipkin/edge", ServerConfig.defaults(endpoint));
        } else {
          second.grpc("zipkin/edge", ServerConfig.defaults(endpoint));
        }
        assertThatThrownBy(second::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("zipkin/edge: cannot listen on " + endpoint)
            .hasMessageContaining("change the endpoint");
      }
    }
  }

  @Test
  void close_withoutStartAndTwice_isSafe() throws IOException {
    Listeners never = new Listeners(new Metrics());
    assertThatCode(() -> never.close(Duration.ZERO)).doesNotThrowAnyException();
    listeners.mixed("a", ServerConfig.defaults(ANY));
    listeners.start();
    listeners.close(Duration.ofSeconds(1));
    assertThatCode(() -> listeners.close(Duration.ofSeconds(1))).doesNotThrowAnyException();
  }

  @Test
  void address_beforeStart_isAnError() {
    assertThatThrownBy(() -> listeners.address("a", ANY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:0");
  }

  private String answer(String owner) throws IOException {
    try (RawHttp http = new RawHttp(listeners.address(owner, ANY))) {
      return http.post("/any", "x").answer();
    }
  }

  private static Endpoint freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }
}
