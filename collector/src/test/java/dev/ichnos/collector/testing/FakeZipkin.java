package dev.ichnos.collector.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import zipkin2.Span;
import zipkin2.SpanBytesDecoderDetector;
import zipkin2.codec.SpanBytesDecoder;

/**
 * A Zipkin server's {@code POST /api/v2/spans}, by Zipkin's own library, with the rules of
 * openzipkin/zipkin zipkin-server ZipkinHttpCollector @ 3.6: protobuf by {@code
 * application/x-protobuf}, JSON by any other type; one span that the library cannot read refuses
 * the whole message with 400 and its text; a body past 10 MiB is 413 (Armeria's default); what is
 * taken is answered 202 without a body. Paths and methods beside that are 404 and 405. What it took
 * can be looked at; refusals can be scripted. A type that only a guess makes JSON is a violation.
 */
public final class FakeZipkin implements FakeBackend {
  private static final int MAX_MESSAGE_BYTES = 10 << 20;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Span> stored = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Predicate<Span> unwanted = span -> false;

  /**
   * An answer.
   *
   * @param status 0 hangs up, -1 is silent
   */
  private record Reply(int status, String text, String retryAfter) {}

  private FakeZipkin() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /** A running one, on a free port of loopback. */
  public static FakeZipkin start() throws IOException {
    return new FakeZipkin();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/api/v2/spans");
  }

  /** From now on a message that holds such a span is refused, as if it could not be read. */
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
          case UNAUTHORIZED -> new Reply(401, "who are you", "");
          case UNAVAILABLE -> new Reply(503, "starting", "");
          case RATE_LIMITED -> new Reply(429, "", "");
          case TOO_LARGE -> new Reply(413, "413: Request Entity Too Large", "");
          case HANGUP -> new Reply(0, "", "");
          case SILENCE -> new Reply(-1, "", "");
        });
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

  public List<Span> stored() {
    return List.copyOf(stored);
  }

  @Override
  public List<StoredIds> storedIds() {
    return stored.stream()
        .map(
            span ->
                new StoredIds(
                    Long.parseUnsignedLong(span.id(), 16),
                    span.parentId() == null ? 0 : Long.parseUnsignedLong(span.parentId(), 16)))
        .toList();
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
    Reply reply;
    try {
      gate.await();
      Reply scripted = script.poll();
      reply = scripted == null ? take(exchange, headers, body) : scripted;
      if (reply.status() < 0) {
        closed.await(1, TimeUnit.MINUTES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (reply.status() == 0) {
      exchange.close();
    } else if (reply.status() > 0) {
      send(exchange, reply);
    }
  }

  private Reply take(HttpExchange exchange, Map<String, String> headers, byte[] received)
      throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/api/v2/spans")) {
      return new Reply(404, "", "");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Reply(405, "", "");
    }
    byte[] body = received;
    if (headers.getOrDefault("content-encoding", "").contains("gzip")) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    if (body.length > MAX_MESSAGE_BYTES) {
      return new Reply(413, "413: Request Entity Too Large", "");
    }
    String type = headers.getOrDefault("content-type", "");
    if (!type.equals("application/json") && !type.equals("application/x-protobuf")) {
      violations.add("content-type: " + type);
    }
    SpanBytesDecoder decoder =
        type.equals("application/x-protobuf") ? SpanBytesDecoder.PROTO3 : SpanBytesDecoder.JSON_V2;
    try {
      if (body.length > 0) {
        SpanBytesDecoderDetector.decoderForListMessage(body);
      }
      List<Span> spans = decoder.decodeList(body);
      if (spans.stream().anyMatch(unwanted)) {
        return new Reply(400, "Malformed reading id from " + decoder, "");
      }
      stored.addAll(spans);
    } catch (IllegalArgumentException e) {
      return new Reply(400, e.getMessage(), "");
    }
    return new Reply(202, "", "");
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
