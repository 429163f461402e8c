package dev.ichnos.collector.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a Kubernetes API server: lists by pages, watches with bookmarks, versions that are no
 * longer known (kubernetes.io, API concepts; apiserver registry/generic @ 1.33). It knows one field
 * selector, the one that leaves out pods that have ended; it answers what it does not know with
 * 400, and keeps it for {@link #violations}.
 */
public final class FakeApiServer implements AutoCloseable {
  private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";
  private static final Set<String> KNOWN =
      Set.of(
          "fieldSelector",
          "limit",
          "continue",
          "watch",
          "allowWatchBookmarks",
          "resourceVersion",
          "timeoutSeconds");

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, ApiPod> pods = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final Deque<String> raw = new ArrayDeque<>();
  private @Nullable String token;
  private boolean forbidden;
  private boolean gzip;
  private boolean pagesExpire;
  private long version = 100;
  private long compacted;
  private int cut;
  private String lastWords = "";
  private int ended;
  private int watches;
  private boolean closed;

  private FakeApiServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** On a free port of loopback, in plain text. */
  public static FakeApiServer start() throws IOException {
    return over(HttpServer.create(), "http");
  }

  /** Behind a server that is made and not bound, such as one with TLS. */
  public static FakeApiServer over(HttpServer server, String scheme) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    return new FakeApiServer(server, scheme);
  }

  public URI uri() {
    String host = scheme.equals("https") ? "localhost" : "127.0.0.1";
    return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort());
  }

  /** From now on calls must show this token. */
  public synchronized void token(String wanted) {
    token = wanted;
  }

  public synchronized void forbid(boolean all) {
    forbidden = all;
  }

  /** From now on lists are compressed for those who take it. */
  public synchronized void compress() {
    gzip = true;
  }

  /** From now on a list is forgotten after its first page. */
  public synchronized void forgetPages() {
    pagesExpire = true;
  }

  /** The next call is answered like this. */
  public synchronized void answerNext(Script script) {
    scripts.add(script);
  }

  /** Adds a pod, or changes the one of its name; watches hear of it. */
  public synchronized void put(ApiPod pod) {
    String type = pods.put(key(pod), pod) == null ? "ADDED" : "MODIFIED";
    happened(type, pod);
  }

  public synchronized void delete(String namespace, String name) {
    happened("DELETED", Objects.requireNonNull(pods.remove(namespace + "/" + name)));
  }

  /** The same, as it was at its end. */
  public synchronized void delete(ApiPod last) {
    pods.remove(key(last));
    happened("DELETED", last);
  }

  /** Forgets all that has happened: watches from before now are told that it is gone. */
  public synchronized void compact() {
    events.clear();
    compacted = ++version;
  }

  /** Tells every watch of the version, which goes up. */
  public synchronized void bookmark() {
    version++;
    events.add(new Event(version, "BOOKMARK", "", bookmarkJson(version)));
    notifyAll();
  }

  /** Writes this to one watch, as it is. */
  public synchronized void write(String text) {
    raw.add(text);
    notifyAll();
  }

  /** Ends every watch as one whose time is over. */
  public synchronized void endWatches() {
    ended++;
    notifyAll();
  }

  /** Cuts the connection of every watch. */
  public void cutWatches() {
    cutWatches("");
  }

  /** Cuts the connection of every watch after these words. */
  public synchronized void cutWatches(String words) {
    cut++;
    lastWords = words;
    notifyAll();
  }

  /** Of the last thing that happened. */
  public synchronized long version() {
    return version;
  }

  /** Watches that are open now. */
  public synchronized int watches() {
    return watches;
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> lists() {
    return calls().stream().filter(call -> !call.watch()).toList();
  }

  /** What no client should have asked. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private static String key(ApiPod pod) {
    return pod.namespace() + "/" + pod.name();
  }

  /** What has ended is deleted for those who do not ask for it. */
  private void happened(String type, ApiPod pod) {
    version++;
    boolean over = isOver(pod);
    events.add(new Event(version, over ? "DELETED" : type, pod.namespace(), pod.json(version)));
    notifyAll();
  }

  private static boolean isOver(ApiPod pod) {
    return pod.phase().equals("Succeeded") || pod.phase().equals("Failed");
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    Script script;
    synchronized (this) {
      calls.add(
          new Call(exchange.getRequestURI().getPath(), query, query.containsKey("watch"), version));
      script = scripts.poll();
    }
    try {
      if (script != null) {
        script.answer(exchange);
      } else {
        serve(exchange, query);
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange, Map<String, String> query)
      throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    String namespace = path.replaceFirst("^/api/v1/(namespaces/([^/]+)/)?pods$", "$2");
    String asked = exchange.getRequestHeaders().getFirst("authorization");
    String problem = problem(exchange, query);
    boolean known;
    boolean allowed;
    synchronized (this) {
      known = token == null || ("Bearer " + token).equals(asked);
      allowed = !forbidden;
    }
    if (namespace.equals(path)) {
      status(exchange, 404, "NotFound", "the server could not find the requested resource");
    } else if (!known) {
      status(exchange, 401, "Unauthorized", "Unauthorized");
    } else if (!allowed) {
      status(exchange, 403, "Forbidden", "pods is forbidden: User \"x\" cannot list them");
    } else if (!problem.isEmpty()) {
      synchronized (this) {
        violations.add(problem);
      }
      status(exchange, 400, "BadRequest", problem);
    } else if (query.containsKey("watch")) {
      watch(exchange, query, namespace);
    } else {
      list(exchange, query, namespace);
    }
  }

  private static String problem(HttpExchange exchange, Map<String, String> query) {
    if (!exchange.getRequestMethod().equals("GET")) {
      return "method " + exchange.getRequestMethod();
    }
    if (!KNOWN.containsAll(query.keySet())) {
      return "unknown parameter among " + query.keySet();
    }
    if (!query.getOrDefault("fieldSelector", "").equals(RUNNING)) {
      return "field selector " + query.get("fieldSelector");
    }
    boolean watch = query.containsKey("watch");
    if (watch && !query.keySet().containsAll(Set.of("resourceVersion", "timeoutSeconds"))) {
      return "a watch without version or end";
    }
    if (query.containsKey("continue") && query.containsKey("resourceVersion")) {
      return "resourceVersion with continue";
    }
    return "";
  }

  private void list(HttpExchange exchange, Map<String, String> query, String namespace)
      throws IOException {
    int limit = Integer.parseInt(query.getOrDefault("limit", "0"));
    String next = query.getOrDefault("continue", "");
    int from = next.isEmpty() ? 0 : Integer.parseInt(next.split("[/=]", -1)[1]);
    StringBuilder page = new StringBuilder("{\"kind\":\"PodList\",\"apiVersion\":\"v1\"");
    boolean expired;
    synchronized (this) {
      expired = pagesExpire && !next.isEmpty();
      List<ApiPod> all =
          pods.values().stream()
              .filter(pod -> namespace.isEmpty() || pod.namespace().equals(namespace))
              .filter(pod -> !isOver(pod))
              .toList();
      int to = limit == 0 ? all.size() : Math.min(all.size(), from + limit);
      page.append(",\"metadata\":{\"resourceVersion\":\"").append(version).append('"');
      if (to < all.size()) {
        page.append(",\"continue\":\"a+b/").append(to).append("=\",\"remainingItemCount\":1");
      }
      page.append("},\"items\":");
      if (all.isEmpty()) {
        page.append("null}");
      } else {
        List<String> items = all.subList(from, to).stream().map(ApiPod::toString).toList();
        page.append('[').append(String.join(",", items)).append("]}");
      }
    }
    if (expired) {
      status(exchange, 410, "Expired", "The provided continue parameter is too old");
      return;
    }
    send(exchange, 200, page.append('\n').toString());
  }

  private void watch(HttpExchange exchange, Map<String, String> query, String namespace)
      throws IOException, InterruptedException {
    long at = Long.parseLong(Objects.requireNonNull(query.get("resourceVersion")));
    long end =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(
                Long.parseLong(Objects.requireNonNull(query.get("timeoutSeconds"))));
    boolean bookmarks = "true".equals(query.get("allowWatchBookmarks"));
    int cutBefore;
    int endedBefore;
    synchronized (this) {
      cutBefore = cut;
      endedBefore = ended;
      if (at < compacted) {
        at = -1;
      }
    }
    if (at < 0) {
      status(exchange, 410, "Expired", "too old resource version");
      return;
    }
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    synchronized (this) {
      watches++;
    }
    try {
      while (true) {
        StringBuilder lines = new StringBuilder();
        synchronized (this) {
          while (lines.isEmpty()) {
            if (closed || cut > cutBefore) {
              out.write(lastWords.getBytes(UTF_8));
              out.flush();
              // The server then closes the connection, without a last chunk.
              throw new IOException("cut");
            }
            if (ended > endedBefore || System.nanoTime() >= end) {
              out.close();
              return;
            }
            while (!raw.isEmpty()) {
              lines.append(raw.poll());
            }
            for (Event event : events) {
              if (event.version > at && wanted(event, namespace, bookmarks)) {
                lines.append(event.line());
              }
            }
            at = Math.max(at, version);
            if (lines.isEmpty()) {
              TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
            }
          }
        }
        out.write(lines.toString().getBytes(UTF_8));
        out.flush();
      }
    } finally {
      synchronized (this) {
        watches--;
      }
    }
  }

  private static boolean wanted(Event event, String namespace, boolean bookmarks) {
    return event.type.equals("BOOKMARK")
        ? bookmarks
        : namespace.isEmpty() || namespace.equals(event.namespace);
  }

  private static String bookmarkJson(long version) {
    return "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
        + version
        + "\",\"creationTimestamp\":null},\"spec\":{\"containers\":null},\"status\":{}}";
  }

  /** A Status, as the server writes it. */
  public static String statusJson(int code, String reason, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
        + "\"message\":\""
        + message.replace("\"", "\\\"")
        + "\",\"reason\":\""
        + reason
        + "\",\"code\":"
        + code
        + "}";
  }

  /** Answers with a Status. */
  public void status(HttpExchange exchange, int code, String reason, String message)
      throws IOException {
    send(exchange, code, statusJson(code, reason, message));
  }

  private void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    boolean compressed;
    synchronized (this) {
      compressed =
          gzip
              && String.valueOf(exchange.getRequestHeaders().getFirst("accept-encoding"))
                  .contains("gzip");
    }
    if (compressed) {
      ByteArrayOutputStream small = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(small)) {
        out.write(body);
      }
      body = small.toByteArray();
      exchange.getResponseHeaders().add("content-encoding", "gzip");
    }
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String part : text == null ? new String[0] : text.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
    }
    return query;
  }

  /** A call that came. */
  public record Call(String path, Map<String, String> query, boolean watch, long version) {}

  /** How one call is answered. */
  @FunctionalInterface
  public interface Script {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private record Event(long version, String type, String namespace, String object) {
    String line() {
      return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }
  }
}
