package dev.ichnos.collector.exporter.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import dev.ichnos.proto.tempo.TraceByIdResponse;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tempo's query API as Grafana's data source calls it, over a real socket. */
class LocalExporterTest {
  private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";
  private static final ServerConfig SERVER = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private static final Listeners API = new Listeners(new Metrics());
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A second trace: short id, one failing span, and no root. */
  private static final Span ORPHAN =
      SpanFixtures.SERVER.toBuilder()
          .traceId(0, 0xbeef)
          .startEpochNanos(SpanFixtures.START + 60_000_000_000L)
          .endEpochNanos(SpanFixtures.START + 62_000_000_000L)
          .status(new Status(Status.Code.ERROR, "broken"))
          .attributes(SpanFixtures.everyType())
          .build();

  @BeforeAll
  static void start() throws IOException {
    API.mixed("admin", SERVER);
    LocalExporter exporter = new LocalExporter(LocalExporterConfig.defaults(), API, new Metrics());
    assertThat(
            exporter.export(SpanFixtures.batch(SpanFixtures.CLIENT, ORPHAN, SpanFixtures.SERVER)))
        .isCompletedWithValue(ExportResult.DELIVERED);
    API.start();
  }

  @AfterAll
  static void stop() {
    API.close(Duration.ofMillis(200));
  }

  @Test
  void echo_anyone_isAnswered() throws Exception {
    HttpResponse<byte[]> response = get("/api/echo", "");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).asString(StandardCharsets.UTF_8).startsWith("echo");
  }

  @Test
  void buildInfo_always_statesAVersion() throws Exception {
    assertThat(json("/api/status/buildinfo").path("version").asText())
        .matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void trace_v1Json_isInTemposShape() throws Exception {
    JsonNode batches = json("/api/traces/" + TRACE).path("batches");

    assertThat(batches).hasSize(2);
    JsonNode client = batches.path(0).path("scopeSpans").path(0).path("spans").path(0);
    assertThat(batches.path(0).path("resource").path("attributes").path(0).toString())
        .isEqualTo(
            "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"productpage.default\"}}");
    assertThat(hex(client.path("traceId"))).isEqualTo(TRACE);
    assertThat(hex(client.path("spanId"))).isEqualTo("48485a3953bb6124");
    assertThat(client.has("parentSpanId")).isFalse();
    assertThat(client.path("kind").asText()).isEqualTo("SPAN_KIND_CLIENT");
    assertThat(client.path("startTimeUnixNano").asText()).isEqualTo("" + SpanFixtures.START);
    JsonNode server = batches.path(1).path("scopeSpans").path(0).path("spans").path(0);
    assertThat(hex(server.path("parentSpanId"))).isEqualTo("48485a3953bb6124");
    assertThat(server.path("events").path(0).path("name").asText()).isEqualTo("cache.miss");
  }

  @Test
  void trace_v2Json_isWrapped() throws Exception {
    JsonNode reply = json("/api/v2/traces/" + TRACE);

    assertThat(reply.path("trace").path("resourceSpans")).hasSize(2);
  }

  @Test
  void trace_everyTypeOfValue_isWrittenAsProtobufsJson() throws Exception {
    JsonNode span =
        json("/api/v2/traces/beef")
            .path("trace")
            .path("resourceSpans")
            .path(0)
            .path("scopeSpans")
            .path(0)
            .path("spans")
            .path(0);

    List<String> values = new ArrayList<>();
    span.path("attributes")
        .forEach(a -> values.add(a.path("key").asText() + "=" + a.path("value")));
    assertThat(values)
        .contains(
            "string={\"stringValue\":\"värde\"}",
            "true={\"boolValue\":true}",
            "long={\"intValue\":\"-9223372036854775808\"}",
            "nan={\"doubleValue\":\"NaN\"}",
            "bytes={\"bytesValue\":\"AP9/\"}",
            "map={\"kvlistValue\":{\"values\":[{\"key\":\"inner\",\"value\":{\"intValue\":\"42\"}},"
                + "{\"key\":\"nothing\",\"value\":{}}]}}",
            "nothing={}")
        .anyMatch(
            value ->
                value.startsWith(
                    "list={\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"},"
                        + "{\"intValue\":\"1\"}"));
    assertThat(span.path("status").toString())
        .isEqualTo("{\"message\":\"broken\",\"code\":\"STATUS_CODE_ERROR\"}");
  }

  @Test
  void trace_v1Protobuf_isAListOfResourceSpans() throws Exception {
    HttpResponse<byte[]> response = get("/api/traces/" + TRACE, "application/protobuf");

    assertThat(response.headers().firstValue("content-type")).hasValue("application/protobuf");
    assertThat(TracesData.parseFrom(response.body()).getResourceSpansList()).hasSize(2);
  }

  @Test
  void trace_v2Protobuf_isAnEnvelope() throws Exception {
    HttpResponse<byte[]> response = get("/api/v2/traces/" + TRACE, "application/protobuf");

    TraceByIdResponse envelope = TraceByIdResponse.parseFrom(response.body());
    assertThat(TracesData.parseFrom(envelope.getTrace()).getResourceSpansList()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beef", "000000000000BEEF", "0000000000000000000000000000beef"})
  void trace_shortId_isPadded(String id) throws Exception {
    assertThat(get("/api/traces/" + id, "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/api/traces/1,404", "/api/v2/traces/1,404", "/api/traces/xyz,400"})
  void trace_unknownOrNoId_isAnError(String path, int status) throws Exception {
    assertThat(get(path, "").statusCode()).isEqualTo(status);
  }

  @Test
  void search_withoutQuery_listsNewestFirst() throws Exception {
    JsonNode reply = json("/api/search");

    assertThat(reply.path("traces").findValuesAsText("traceID")).containsExactly("beef", TRACE);
    JsonNode whole = reply.path("traces").path(1);
    assertThat(whole.path("rootServiceName").asText()).isEqualTo("productpage.default");
    assertThat(whole.path("rootTraceName").asText())
        .isEqualTo("details.default.svc.cluster.local:9080/*");
    assertThat(whole.path("startTimeUnixNano").asText()).isEqualTo("" + SpanFixtures.START);
    assertThat(whole.path("durationMs").asInt()).isEqualTo(5);
    assertThat(reply.path("traces").path(0).path("rootServiceName").asText())
        .isEqualTo("<root span not yet received>");
    assertThat(reply.path("metrics").path("inspectedTraces").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{ resource.service.name = \"productpage.default\" } | " + TRACE,
        "{ span.http.method = \"GET\" && kind = client } | " + TRACE,
        "{ .service.name = \"details.default\" && status != error } | " + TRACE,
        "{ status = error } | beef",
        "{ span.zero = 0 } | beef",
        "{ span.true = true && duration >= 2s } | beef",
        "{ rootServiceName = \"productpage.default\" && name != \"\" } | " + TRACE,
        "{ span.http.method = \"GET\" && kind = server } | ''",
        "{ span.http.status_code = 200 } | ''",
      })
  void search_traceQl_findsTracesWithOneSuchSpan(String query, String expected) throws Exception {
    assertThat(json("/api/search?q=" + encode(query)).path("traces").findValuesAsText("traceID"))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @Test
  void search_traceQl_showsTheMatchedSpans() throws Exception {
    JsonNode trace =
        json("/api/search?q=" + encode("{ span.component = \"proxy\" }") + "&spss=1")
            .path("traces")
            .path(0);

    JsonNode set = trace.path("spanSets").path(0);
    assertThat(trace.path("spanSet")).isEqualTo(set);
    assertThat(set.path("matched").asInt()).isEqualTo(2);
    assertThat(set.path("spans")).hasSize(1);
    JsonNode span = set.path("spans").path(0);
    assertThat(span.path("spanID").asText()).isEqualTo("48485a3953bb6124");
    assertThat(span.path("durationNanos").asText()).isEqualTo("5000000");
    assertThat(span.path("attributes").toString())
        .isEqualTo("[{\"key\":\"component\",\"value\":{\"stringValue\":\"proxy\"}}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "service.name=PRODUCT | " + TRACE,
        "http.method=GET component=\"proxy\" | " + TRACE,
        "error=true | beef",
        "http.method=POST | ''",
      })
  void search_tags_compareCaseInsensitivelyByPart(String tags, String expected) throws Exception {
    assertThat(json("/api/search?tags=" + encode(tags)).path("traces").findValuesAsText("traceID"))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "limit=1 | beef",
        "start=1767323045&end=1767323046 | " + TRACE,
        "start=1767323106&end=1767323200 | beef",
        "start=1767323200&end=1767323300 | ''",
        "minDuration=1s | beef",
        "maxDuration=100ms | " + TRACE,
      })
  void search_bounds_areKept(String parameters, String expected) throws Exception {
    assertThat(json("/api/search?" + parameters).path("traces").findValuesAsText("traceID"))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"q=%7B+name+%3D~+%22x%22+%7D", "limit=many", "minDuration=5", "tags=service.name"})
  void search_whatIsNotUnderstood_is400WithReason(String parameters) throws Exception {
    HttpResponse<byte[]> response = get("/api/search?" + parameters, "");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .asString(StandardCharsets.UTF_8)
        .containsAnyOf("expected", "understood");
  }

  @Test
  void tags_v2_areNamedByScope() throws Exception {
    JsonNode scopes = json("/api/v2/search/tags?limit=5000").path("scopes");

    assertThat(scopes.findValuesAsText("name")).containsExactly("resource", "span", "intrinsic");
    assertThat(scopes.path(0).path("tags").toString()).isEqualTo("[\"service.name\"]");
    assertThat(scopes.path(1).path("tags").toString()).contains("\"http.method\"", "\"node_id\"");
    assertThat(scopes.path(2).path("tags").toString()).contains("\"rootServiceName\"");
  }

  @Test
  void tags_v2OneScope_areAlone() throws Exception {
    assertThat(json("/api/v2/search/tags?scope=resource").path("scopes").toString())
        .isEqualTo("[{\"name\":\"resource\",\"tags\":[\"service.name\"]}]");
  }

  @Test
  void tags_v1_areOneList() throws Exception {
    assertThat(json("/api/search/tags").path("tagNames").toString())
        .contains("\"http.method\"", "\"service.name\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"resource.service.name", ".service.name", "resource%252Eservice%252Ename"})
  void values_v2_haveTypes(String tag) throws Exception {
    assertThat(json("/api/v2/search/tag/" + tag + "/values").path("tagValues").toString())
        .isEqualTo(
            "[{\"type\":\"string\",\"value\":\"details.default\"},"
                + "{\"type\":\"string\",\"value\":\"productpage.default\"}]");
  }

  @ParameterizedTest
  @CsvSource({
    "status,keyword,error",
    "span.zero,int,0",
    "span.true,bool,true",
    "span.double,float,-1.5E-300",
    "name,string,details.default.svc.cluster.local:9080/*"
  })
  void values_v2_typeIsThatOfTheValue(String tag, String type, String value) throws Exception {
    assertThat(json("/api/v2/search/tag/" + tag + "/values").path("tagValues").toString())
        .contains("{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}");
  }

  @Test
  void values_filteredByQuery_areThoseOfMatchingSpans() throws Exception {
    String query = encode("{ span.http.method = \"GET\" }");

    assertThat(
            json("/api/v2/search/tag/resource.service.name/values?q=" + query)
                .path("tagValues")
                .findValuesAsText("value"))
        .containsExactly("productpage.default");
  }

  @Test
  void values_unfinishedQuery_filtersNothing() throws Exception {
    String query = encode("{ span.http.method = }");

    assertThat(json("/api/v2/search/tag/resource.service.name/values?q=" + query).path("tagValues"))
        .hasSize(2);
  }

  @Test
  void values_v1_areTexts() throws Exception {
    assertThat(json("/api/search/tag/service.name/values").path("tagValues").toString())
        .isEqualTo("[\"details.default\",\"productpage.default\"]");
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<byte[]> response = get(path, "");
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    return JSON.readTree(response.body());
  }

  private static HttpResponse<byte[]> get(String path, String accept) throws Exception {
    int port = API.address("admin", SERVER.endpoint()).getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!accept.isEmpty()) {
      request.header("accept", accept);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String hex(JsonNode base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64.asText()));
  }
}
