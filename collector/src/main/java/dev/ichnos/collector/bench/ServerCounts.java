package dev.ichnos.collector.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.HttpStreams;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What Zipkin's server itself counts ({@code GET /metrics} of openzipkin/zipkin zipkin-server @
 * 3.6.1): it answers before it stores, so that its answers alone say less.
 *
 * @param spans that came
 * @param dropped of them, because they could not be stored
 */
record ServerCounts(long spans, long dropped) {
  private static final String SPANS = "counter.zipkin_collector.spans.http";
  private static final String DROPPED = "counter.zipkin_collector.spans_dropped.http";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonFactory JSON = new JsonFactory();

  /** What it counts now; empty if the target is no such server. */
  static Optional<ServerCounts> of(Endpoint target) throws InterruptedException {
    URI metrics = URI.create("http://" + target + "/metrics");
    try (HttpStreams client = new HttpStreams(TlsClientConfig.plaintext(), new Metrics());
        HttpStreams.Answer answer =
            client.get(metrics, Map.of(), new HttpStreams.Times(PATIENCE, PATIENCE, PATIENCE))) {
      return answer.status() == 200 ? read(JSON.createParser(answer.body())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What was counted since an earlier moment. */
  ServerCounts since(ServerCounts earlier) {
    return new ServerCounts(spans - earlier.spans, dropped - earlier.dropped);
  }

  private static Optional<ServerCounts> read(JsonParser json) throws IOException {
    long spans = -1;
    long dropped = 0;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      boolean number = json.nextToken().isNumeric();
      if (number && name.equals(SPANS)) {
        spans = json.getValueAsLong();
      } else if (number && name.equals(DROPPED)) {
        dropped = json.getValueAsLong();
      } else {
        json.skipChildren();
      }
    }
    return spans < 0 ? Optional.empty() : Optional.of(new ServerCounts(spans, dropped));
  }
}
