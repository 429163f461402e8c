package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A started listener on loopback with a route that echoes and methods that count. */
final class TestListener implements AutoCloseable {
  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);
  static final String OWNER = "test";

  final Metrics metrics = new Metrics();
  final Listeners listeners;
  final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  final TestCalls calls = new TestCalls();
  private volatile CompletionStage<Void> answersWait = CompletableFuture.completedFuture(null);

  private TestListener(long maxReceivingBytes) {
    listeners = new Listeners(metrics, 2, maxReceivingBytes);
  }

  static TestListener mixed() throws IOException {
    return mixed(ServerConfig.defaults(ANY_PORT));
  }

  static TestListener mixed(ServerConfig config) throws IOException {
    return mixed(config, ReceivingBudget.defaultMaxBytes());
  }

  static TestListener mixed(ServerConfig config, long maxReceivingBytes) throws IOException {
    TestListener made = new TestListener(maxReceivingBytes);
    made.listeners.mixed(OWNER, config);
    return made.start();
  }

  static TestListener grpc(ServerConfig config) throws IOException {
    return grpc(config, ReceivingBudget.defaultMaxBytes());
  }

  static TestListener grpc(ServerConfig config, long maxReceivingBytes) throws IOException {
    TestListener made = new TestListener(maxReceivingBytes);
    made.listeners.grpc(OWNER, config);
    return made.start();
  }

  private TestListener start() throws IOException {
    listeners.route(
        new HttpRoute(
            OWNER,
            "POST",
            path -> path.equals("/echo"),
            request -> {
              requests.add(request);
              return answersWait.thenApply(
                  go -> HttpReply.of(200, request.mediaType(), request.body().array()));
            },
            (status, mediaType, message) -> HttpReply.text(status, "echo: " + message)));
    listeners.route(
        new HttpRoute(
            OWNER,
            "POST",
            path -> path.equals("/broken"),
            request -> {
              throw new IllegalStateException("as the test wants it");
            },
            HttpRoute.ErrorReply.TEXT));
    listeners.route(
        new HttpRoute(
            OWNER,
            "GET",
            path -> path.equals("/who"),
            request ->
                CompletableFuture.completedFuture(HttpReply.text(200, request.peer().toString())),
            HttpRoute.ErrorReply.TEXT));
    calls.methods().forEach(listeners::method);
    listeners.start();
    return this;
  }

  /** From now on answers are given when the returned future completes. */
  CompletableFuture<Void> holdAnswers() {
    CompletableFuture<Void> go = new CompletableFuture<>();
    answersWait = go;
    return go;
  }

  InetSocketAddress address() {
    return listeners.bound().get(0).address();
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", address().getPort());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + address().getPort() + path);
  }

  RawHttp connect() throws IOException {
    return new RawHttp(address());
  }

  @Override
  public void close() {
    leave();
  }

  /** The same by a name that one may call before the end. */
  void leave() {
    listeners.close(Duration.ofSeconds(2));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Limits small enough to reach, long times. */
  static ServerConfig config(
      int bodyBytes, int inflatedBytes, int headerBytes, int maxConnections) {
    ServerConfig d = ServerConfig.defaults(ANY_PORT);
    return new ServerConfig(
        ANY_PORT,
        d.tls(),
        new dev.ichnos.collector.config.DataSize(bodyBytes),
        new dev.ichnos.collector.config.DataSize(inflatedBytes),
        new dev.ichnos.collector.config.DataSize(headerBytes),
        d.maxConcurrentStreams(),
        maxConnections,
        d.idleTimeout(),
        d.maxConnectionAge(),
        d.maxConnectionAgeGrace());
  }

  /** Short times, default limits. */
  static ServerConfig times(Duration idle, Duration age, Duration grace) {
    ServerConfig d = ServerConfig.defaults(ANY_PORT);
    return new ServerConfig(
        ANY_PORT,
        d.tls(),
        d.maxRequestBodySize(),
        d.maxDecompressedSize(),
        d.maxHeaderSize(),
        d.maxConcurrentStreams(),
        d.maxConnections(),
        idle,
        age,
        grace);
  }
}
