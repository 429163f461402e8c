package dev.ichnos.collector.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ichnos.collector.testing.DatadogPayload.Chunk;
import dev.ichnos.collector.testing.DatadogPayload.Span;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A Datadog Agent's trace API on loopback, as strict as its sources can be read: datadog-agent
 * pkg/trace/{api,agent}, DataDog/dd-apm-test-agent for what only a test's Agent checks.
 *
 * <ul>
 *   <li>{@code PUT} or {@code POST} to {@code /v0.3/traces}, {@code /v0.4/traces}, {@code
 *       /v0.7/traces} (api/endpoints.go); other paths are 404 and, here, other methods 405. {@link
 *       #without} takes a path away, as in an Agent that is older. {@code GET /info} lists them.
 *   <li>Another type than {@code application/msgpack} is 415 (api/responses.go, httpFormatError;
 *       the real one tries JSON first in v0.3 and v0.4).
 *   <li>A body past 25 MiB is 413, one that cannot be decoded 400, both with the Agent's words
 *       (httpDecodingError). A field of another type cannot be decoded.
 *   <li>Under load ({@link Trouble#RATE_LIMITED}) it takes nothing and says so, 429, only with
 *       {@code Datadog-Send-Real-Http-Status}; without it, 200 (api/api.go, handleTraces). A
 *       request without it is a violation.
 *   <li>What is taken is answered 200, {@code OK} in v0.3, else {@code rate_by_service} in JSON.
 *   <li>{@code X-Datadog-Trace-Count} must be the number of chunks, and {@code
 *       Datadog-Meta-Tracer-Version} must be there: violations (dd-apm-test-agent, checks
 *       trace_count_header and meta_tracer_version_header).
 *   <li>{@code Datadog-Container-ID} and {@code Datadog-Entity-ID} would put the tags of the
 *       sender's container on all spans (api/container.go): violations.
 *   <li>A chunk that the normaliser refuses is dropped whole, silently, as there: {@link
 *       #droppedChunks}. Whatever it would change, cut or guess is a violation. {@link
 *       DatadogAgentRules} has these rules.
 *   <li>In v0.3 and v0.4 host and environment of the first chunk are taken for the whole message
 *       (agent.go, Process): a chunk of another is a violation.
 *   <li>A span that comes twice is stored, and counted in the statistics, twice: a violation.
 * </ul>
 */
public final class FakeDatadogAgent implements FakeBackend {
  /** What one message may have, bytes ({@code apm_config.max_payload_size}). */
  public static final int MAX_MESSAGE_BYTES = 25 << 20;

  private static final String RATES = "{\"rate_by_service\":{\"service:,env:\":1}}\n";
  private static final Reply OVERLOADED = new Reply(429, RATES, "");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> paths = ConcurrentHashMap.newKeySet();
  private final List<DatadogPayload> payloads = new CopyOnWriteArrayList<>();
  private final List<String> droppedChunks = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<String> seen = new HashSet<>();
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Predicate<Span> unwanted = span -> false;

  /**
   * An answer.
   *
   * @param status 0 hangs up, -1 is silent
   */
  private record Reply(int status, String text, String retryAfter) {}

  private FakeDatadogAgent() throws IOException {
    paths.addAll(List.of("/v0.3/traces", "/v0.4/traces", "/v0.7/traces"));
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /** A running one, on a free port of loopback. */
  public static FakeDatadogAgent start() throws IOException {
    return new FakeDatadogAgent();
  }

  /** Where it listens, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** From now on it does not know this path. */
  public void without(String path) {
    paths.remove(path);
  }

  /** From now on it knows this path again. */
  public void with(String path) {
    paths.add(path);
  }

  /** From now on a message that holds such a span is refused, as if it could not be decoded. */
  public void refuse(Predicate<Span> spans) {
    unwanted = spans;
  }

  /** The next request gets this. */
  public void answerNext(int status, String text, String retryAfter) {
    script.add(new Reply(status, text, retryAfter));
  }

  @Override
  public void answerNext(Trouble trouble) {
    script.add(
        switch (trouble) {
          case UNAUTHORIZED -> new Reply(403, "who are you", "");
          case UNAVAILABLE -> new Reply(503, "starting", "");
          case RATE_LIMITED -> OVERLOADED;
          case TOO_LARGE -> tooLarge();
          case HANGUP -> new Reply(0, "", "");
          case SILENCE -> new Reply(-1, "", "");
        });
  }

  private static Reply tooLarge() {
    return new Reply(413, "payload-too-large\n", "");
  }

  @Override
  public void hold() {
    gate = new CountDownLatch(1);
  }

  @Override
  public void release() {
    gate.countDown();
  }

  @Override
  public int requests() {
    return requests.get();
  }

  /** Headers of the last request, by lower-case name. */
  public Map<String, String> lastHeaders() {
    return lastHeaders;
  }

  /** The messages that were taken, without the chunks that were dropped. */
  public List<DatadogPayload> payloads() {
    return List.copyOf(payloads);
  }

  public List<Span> stored() {
    return payloads.stream()
        .flatMap(payload -> payload.chunks().stream())
        .flatMap(chunk -> chunk.spans().stream())
        .toList();
  }

  @Override
  public List<StoredIds> storedIds() {
    return stored().stream().map(span -> new StoredIds(span.spanId(), span.parentId())).toList();
  }

  /**
   * What a map of services shows of all that it stored: by parent, among the spans of a trace. The
   * upper half of a trace id on its chunk's first span.
   */
  public ServiceGraph graph() {
    List<ServiceGraph.Node> nodes = new ArrayList<>();
    for (DatadogPayload payload : payloads) {
      for (Chunk chunk : payload.chunks()) {
        String upper = chunk.spans().get(0).meta().getOrDefault("_dd.p.tid", "");
        for (Span span : chunk.spans()) {
          nodes.add(
              new ServiceGraph.Node(
                  upper + Long.toHexString(span.traceId()),
                  span.spanId(),
                  span.parentId(),
                  SpanKind.UNSPECIFIED,
                  span.service(),
                  span.meta().getOrDefault("peer.service", ""),
                  ""));
        }
      }
    }
    return ServiceGraph.alongParents(nodes);
  }

  /** Why chunks were dropped, in the Agent's words. */
  public List<String> droppedChunks() {
    return List.copyOf(droppedChunks);
  }

  @Override
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    release();
    closed.countDown();
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    lastHeaders = headers;
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.incrementAndGet();
    try {
      gate.await();
      Reply scripted = script.poll();
      Reply reply = scripted == null ? take(exchange, headers, body) : scripted;
      if (reply == OVERLOADED && !headers.containsKey("datadog-send-real-http-status")) {
        reply = new Reply(200, RATES, "");
      }
      if (reply.status() < 0) {
        closed.await(1, TimeUnit.MINUTES);
      } else if (reply.status() == 0) {
        exchange.close();
      } else {
        send(exchange, reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply take(HttpExchange exchange, Map<String, String> headers, byte[] body) {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/info")) {
      return new Reply(200, info(), "");
    }
    if (!paths.contains(path)) {
      return new Reply(404, "404 page not found\n", "");
    }
    if (!List.of("PUT", "POST").contains(exchange.getRequestMethod())) {
      return new Reply(405, "", "");
    }
    String type = headers.getOrDefault("content-type", "");
    if (!type.equals("application/msgpack")) {
      return new Reply(415, "unsupported media type: \"" + type + "\"\n", "");
    }
    if (body.length > MAX_MESSAGE_BYTES) {
      return tooLarge();
    }
    DatadogPayload payload;
    try {
      payload = DatadogPayload.read(path, body);
    } catch (IOException e) {
      return new Reply(400, e.getMessage() + "\n", "");
    }
    if (payload.chunks().stream().flatMap(chunk -> chunk.spans().stream()).anyMatch(unwanted)) {
      return new Reply(
          400, "msgp: attempted to decode type \"str\" with method for \"uint\"\n", "");
    }
    checkHeaders(headers, payload.chunks().size());
    keep(payload);
    return new Reply(200, path.equals("/v0.3/traces") ? "OK\n" : RATES, "");
  }

  private void checkHeaders(Map<String, String> headers, int chunks) {
    if (!headers.getOrDefault("x-datadog-trace-count", "").equals(Integer.toString(chunks))) {
      violations.add(
          "X-Datadog-Trace-Count: "
              + headers.get("x-datadog-trace-count")
              + " (expected: "
              + chunks
              + ")");
    }
    for (String name : List.of("datadog-meta-tracer-version", "datadog-send-real-http-status")) {
      if (headers.getOrDefault(name, "").isEmpty()) {
        violations.add("without " + name);
      }
    }
    for (String name : List.of("datadog-container-id", "datadog-entity-id")) {
      if (headers.containsKey(name)) {
        violations.add(name + ": " + headers.get(name));
      }
    }
  }

  private synchronized void keep(DatadogPayload payload) {
    List<Chunk> kept = new ArrayList<>();
    String hostname = payload.hostname();
    String env = payload.env();
    String version = payload.appVersion();
    for (Chunk chunk : payload.chunks()) {
      String reason = DatadogAgentRules.drops(chunk);
      if (!reason.isEmpty()) {
        droppedChunks.add(reason);
        continue;
      }
      kept.add(chunk);
      violations.addAll(DatadogAgentRules.changes(payload, chunk));
      Span root = DatadogAgentRules.roots(chunk).get(0);
      if (payload.hostname().isEmpty()) {
        hostname = first(hostname, DatadogAgentRules.hostname(root), kept.size(), "hostname");
      }
      if (payload.env().isEmpty()) {
        env = first(env, root.meta().getOrDefault("env", ""), kept.size(), "env");
      }
      version = version.isEmpty() ? root.meta().getOrDefault("version", "") : version;
      for (Span span : chunk.spans()) {
        if (!seen.add(Long.toHexString(span.traceId()) + " " + Long.toHexString(span.spanId()))) {
          violations.add("twice: span " + Long.toHexString(span.spanId()));
        }
      }
    }
    if (env.isEmpty() && !kept.isEmpty()) {
      violations.add("env: absent, and so the Agent's own");
    }
    payloads.add(
        new DatadogPayload(
            payload.path(), payload.containerId(), env, hostname, version, payload.tags(), kept));
  }

  /** Of a message that does not state it, its first chunk's is everyone's. */
  private String first(String known, String ofRoot, int chunks, String what) {
    if (chunks > 1 && !known.equals(ofRoot)) {
      violations.add(what + " '" + ofRoot + "' in a message of '" + known + "'");
    }
    return chunks == 1 ? ofRoot : known;
  }

  private String info() {
    StringBuilder endpoints = new StringBuilder();
    paths.stream()
        .sorted()
        .forEach(path -> endpoints.append(endpoints.isEmpty() ? "" : ",").append('"' + path + '"'));
    return "{\"version\":\"7.66.0\",\"endpoints\":[" + endpoints + "],\"client_drop_p0s\":true}\n";
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    if (!reply.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("retry-after", reply.retryAfter());
    }
    byte[] text = reply.text().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
    try (var out = exchange.getResponseBody()) {
      out.write(text);
    }
  }
}
