package dev.ichnos.collector.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where Google's tokens come from, on loopback: the token endpoint that a service account's key
 * file names, and a machine's metadata server (paths of the page <em>About VM metadata</em> of
 * Compute Engine). Tokens are {@code token-1}, {@code token-2} and so on, each good for an hour.
 */
public final class FakeGoogleTokens implements AutoCloseable {
  /** Made once: an RSA key takes its time. */
  private static final String PRIVATE_KEY = privateKey();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger given = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile int status = 200;

  private FakeGoogleTokens() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A running one, on a free port of loopback. */
  public static FakeGoogleTokens start() throws IOException {
    return new FakeGoogleTokens();
  }

  /** What {@code GCE_METADATA_HOST} is set to. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Writes a key file of a service account that gets its tokens here. */
  public Path keyFile(Path directory, String project) throws IOException {
    String json =
        """
        {"type": "service_account", "project_id": "%s", "private_key_id": "1",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
         "client_email": "ichnos@%s.iam.gserviceaccount.com", "client_id": "2",
         "quota_project_id": "quota-project", "token_uri": "http://%s/token"}
        """
            .formatted(project, PRIVATE_KEY, project, host());
    return Files.writeString(directory.resolve("key.json"), json);
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on requests get this status, 200 with a token. */
  public void answering(int other) {
    status = other;
  }

  /** Requests are held, unanswered, until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /** How many tokens were given. */
  public int given() {
    return given.get();
  }

  /** Paths that were asked for, with their queries. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestURI().toString());
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    if (status != 200) {
      send(exchange, status, "text/plain", "not now");
    } else if (path.endsWith("/token")) {
      send(
          exchange,
          200,
          "application/json",
          "{\"access_token\": \"token-%d\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}"
              .formatted(given.incrementAndGet()));
    } else if (path.endsWith("/project/project-id")) {
      send(exchange, 200, "text/plain", "metadata-project");
    } else if (path.endsWith("/universe/universe-domain") || path.endsWith("/universe-domain")) {
      send(exchange, 200, "text/plain", "googleapis.com");
    } else {
      send(exchange, 200, "text/plain", "");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
