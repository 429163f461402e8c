package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.it.ThreeBackends.Backend;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret that a span carries is nowhere behind the jar's door: at no backend, not among recent
 * traces, not in the log. Every secret here begins with the same word, and ends with its place.
 */
class RedactionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SECRET = "geheim";
  private static final String ZIPKIN_TRACE = "463ac35c9f6413ad48485a3953bb6124";
  private static final String OTLP_TRACE = "5b8efff798038103d269b633813fc60c";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void secretInUrlsAndHeaders_isNowhere() throws Exception {
    try (ThreeBackends backends = ThreeBackends.start();
        IchnosProcess ichnos = IchnosProcess.run(directory, config(backends))) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      post(ichnos.http("zipkin", "/api/v2/spans"), "application/json", zipkin(now));
      post(ichnos.http("otlp", "/v1/traces"), "application/x-protobuf", otlp(now * 1_000));

      for (Backend backend : backends.all()) {
        Awaitility.await(backend.lane()).atMost(PATIENCE).until(() -> backend.stored().size() == 2);
      }
      String atTempo = backends.tempo.stored().toString();
      String atDatadog = backends.datadog.payloads().toString();
      String atCloudTrace = backends.cloudTrace.stored().toString();
      assertThat(atTempo).doesNotContain(SECRET).contains("REDACTED", "page=2");
      assertThat(atDatadog).doesNotContain(SECRET).contains("REDACTED", "page=2");
      assertThat(atCloudTrace).doesNotContain(SECRET).contains("REDACTED", "page=2");
      for (String path :
          List.of(
              "/api/traces/" + ZIPKIN_TRACE,
              "/api/traces/" + OTLP_TRACE,
              "/api/v2/traces/" + OTLP_TRACE,
              "/api/search?limit=20",
              "/api/v2/search/tag/span.authorization/values",
              "/api/v2/search/tag/span.url.full/values")) {
        assertThat(get(ichnos.http("api", path))).as(path).doesNotContain(SECRET);
      }
      assertThat(get(ichnos.http("api", "/api/traces/" + ZIPKIN_TRACE))).contains("REDACTED");
      assertThat(get(ichnos.http("health", "/metrics"))).doesNotContain(SECRET);
      assertThat(ichnos.terminate(Duration.ofSeconds(30)).output()).doesNotContain(SECRET);
    }
  }

  private static String config(ThreeBackends backends) {
    return """
    receivers:
      zipkin: {endpoint: 127.0.0.1:0}
      otlp: {protocols: {http: {endpoint: 127.0.0.1:0}}}
    exporters:
    %s
      local: {}
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      drain_timeout: 10s
      pipelines:
        traces: {receivers: [zipkin, otlp], exporters: [otlp, datadog, googlecloud, local]}
    """
        .formatted(backends.lanes(200, "20ms").stripTrailing());
  }

  private static byte[] zipkin(long startMicros) {
    return """
    [{"traceId":"%s","id":"48485a3953bb6124","kind":"CLIENT",
      "name":"get /pay?access_token=geheim-name","timestamp":%d,"duration":900,
      "localEndpoint":{"serviceName":"frontend.shop","ipv4":"10.1.0.1"},
      "annotations":[{"timestamp":%d,"value":"called /pay?token=geheim-annotation"}],
      "tags":{
        "component":"proxy",
        "http.method":"GET",
        "http.url":"https://alice:geheim-user@shop.example/pay?api_key=geheim-key&page=2",
        "authorization":"Bearer geheim-bearer",
        "cookie":"session=geheim-cookie",
        "http.request.header.x-api-key":"geheim-header",
        "request.header.set-cookie":"id=geheim-set; Path=/",
        "error.reason":"upstream said password=geheim-reason"}}]
    """
        .formatted(ZIPKIN_TRACE, startMicros, startMicros + 10)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] otlp(long startNanos) throws Exception {
    Span span =
        Span.builder()
            .traceId(0x5b8efff798038103L, 0xd269b633813fc60cL)
            .spanId(0xeee19b7ec3c1b174L)
            .name("GET")
            .kind(SpanKind.CLIENT)
            .startEpochNanos(startNanos)
            .endEpochNanos(startNanos + 1_000_000)
            .status(new Status(Status.Code.ERROR, "no answer from /pay?token=geheim-status"))
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("service.name", "shop")
                        .put("db.connection_string", "postgres://bob:geheim-resource@db:5432/shop")
                        .build()))
            .attributes(
                Attributes.builder()
                    .put("url.full", "https://shop.example/pay?page=2&token=geheim-full")
                    .put("url.query", "page=2&client_secret=geheim-query")
                    .put(
                        "http.request.header.authorization",
                        AttributeList.ofStrings(List.of("Basic geheim-list")))
                    .put(
                        "http.request.header.cookie",
                        AttributeList.ofStrings(List.of("session=geheim-cookies")))
                    .build())
            .events(
                List.of(
                    new Event(
                        startNanos + 1,
                        "exception",
                        Attributes.of("exception.message", "GET /pay?token=geheim-event"),
                        0)))
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OtlpProtoEncoder().encode(SpanFixtures.batch(span), bytes);
    return bytes.toByteArray();
  }

  private void post(URI uri, String type, byte[] body) throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 202);
  }

  private String get(URI uri) throws Exception {
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
