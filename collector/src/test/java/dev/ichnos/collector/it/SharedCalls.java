package dev.ichnos.collector.it;

import dev.ichnos.collector.it.ThreeBackends.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Calls between two sidecars, sent as Zipkin v2 JSON, one after the other: each is a trace of two
 * spans with one id, the callee's half shared and in a message of its own. Every second trace id
 * has 64 bits.
 */
final class SharedCalls {
  /** Of one call: the caller's half and the callee's. */
  static final int SPANS = 2;

  private static final HexFormat HEX = HexFormat.of();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;
  private final int padding;
  private final List<Ids> callers = new ArrayList<>();

  /**
   * @param padding characters of a tag on either half
   */
  SharedCalls(URI uri, int padding) {
    this.uri = uri;
    this.padding = padding;
  }

  /** Sends this many more, each taken before the next is sent. */
  void send(int calls) throws IOException, InterruptedException {
    for (int i = 0; i < calls; i++) {
      sendOne();
    }
  }

  private void sendOne() throws IOException, InterruptedException {
    long number;
    synchronized (this) {
      number = callers.size() + 1;
    }
    // Spread over all bits, as ids of proxies are, since sampling and shedding look at them.
    long low = number * 0x9e3779b97f4a7c15L;
    String upper = number % 2 == 0 ? HEX.toHexDigits(~low) : "";
    String traceId = upper + HEX.toHexDigits(low);
    String id = HEX.toHexDigits(low ^ 1);
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    post(half(traceId, id, "CLIENT", now, 900, "frontend.shop", ""));
    post(half(traceId, id, "SERVER", now + 200, 300, "backend.shop", "\"shared\":true,"));
    synchronized (this) {
      callers.add(new Ids("0".repeat(32 - traceId.length()) + traceId, low ^ 1, 0));
    }
  }

  /** The callers' halves of all calls that were taken. */
  synchronized List<Ids> callers() {
    return List.copyOf(callers);
  }

  private String half(
      String traceId,
      String id,
      String kind,
      long startMicros,
      long durationMicros,
      String service,
      String flags) {
    return """
    [{"traceId":"%s","id":"%s","kind":"%s","name":"get","timestamp":%d,"duration":%d,%s
      "localEndpoint":{"serviceName":"%s","ipv4":"10.1.0.1"},"tags":{"padding":"%s"}}]
    """
        .formatted(
            traceId, id, kind, startMicros, durationMicros, flags, service, "x".repeat(padding));
  }

  private void post(String message) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 202) {
      throw new IOException(response.statusCode() + " " + response.body() + " (expected: 202)");
    }
  }
}
