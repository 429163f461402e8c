package dev.ichnos.collector.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.testing.DatadogPayload.Chunk;
import dev.ichnos.collector.testing.DatadogPayload.Span;
import dev.ichnos.collector.testing.FakeBackend.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The stand-in is as strict as it says, so that what passes it means something. */
class FakeDatadogAgentTest {
  private static final long START = 1_767_323_045_000_006_000L;
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "application/msgpack",
          "X-Datadog-Trace-Count", "1",
          "Datadog-Meta-Tracer-Version", "1",
          "Datadog-Send-Real-Http-Status", "true");

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeDatadogAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = FakeDatadogAgent.start();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void goodMessage_isTakenByEveryPath() throws Exception {
    assertThat(put("/v0.3/traces", HEADERS, traces(1)).body()).isEqualTo("OK\n");
    assertThat(put("/v0.4/traces", HEADERS, traces(2)).body()).contains("rate_by_service");

    assertThat(agent.stored()).hasSize(2);
    assertThat(agent.violations()).isEmpty();
    assertThat(agent.payloads()).allSatisfy(payload -> assertThat(payload.env()).isEqualTo("prod"));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Datadog-Trace-Count, 2",
    "X-Datadog-Trace-Count, ''",
    "Datadog-Meta-Tracer-Version, ''",
    "Datadog-Send-Real-Http-Status, ''",
    "Datadog-Container-ID, abc",
    "Datadog-Entity-ID, in-7",
  })
  void wrongHeader_isAViolation(String name, String value) throws Exception {
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put(name, value);

    assertThat(put("/v0.4/traces", headers, traces(1)).statusCode()).isEqualTo(200);

    assertThat(agent.violations()).singleElement().asString().containsIgnoringCase(name);
  }

  @Test
  void whatCannotBeTaken_isRefusedInTheAgentsWay() throws Exception {
    Map<String, String> json = new HashMap<>(HEADERS);
    json.put("content-type", "application/json");

    assertThat(put("/v0.4/traces", json, traces(1)).statusCode()).isEqualTo(415);
    assertThat(put("/v0.4/traces", HEADERS, new byte[(25 << 20) + 1]).statusCode()).isEqualTo(413);
    assertThat(put("/v0.4/traces", HEADERS, new byte[] {(byte) 0x91}).statusCode()).isEqualTo(400);
    assertThat(put("/v0.7/traces", HEADERS, traces(1)).statusCode()).isEqualTo(400);
    assertThat(put("/v0.6/traces", HEADERS, traces(1)).statusCode()).isEqualTo(404);
    assertThat(agent.stored()).isEmpty();
  }

  @Test
  void withoutRoom_saysSoOnlyToWhoAsksForTheStatus() throws Exception {
    Map<String, String> plain = new HashMap<>(HEADERS);
    plain.remove("Datadog-Send-Real-Http-Status");
    agent.answerNext(Trouble.RATE_LIMITED);
    agent.answerNext(Trouble.RATE_LIMITED);

    assertThat(put("/v0.4/traces", HEADERS, traces(1)).statusCode()).isEqualTo(429);
    assertThat(put("/v0.4/traces", plain, traces(1)).statusCode()).isEqualTo(200);

    assertThat(agent.stored()).isEmpty();
  }

  @Test
  void spanThatComesTwice_isAViolation() throws Exception {
    put("/v0.4/traces", HEADERS, traces(1));
    put("/v0.4/traces", HEADERS, traces(1));

    assertThat(agent.violations()).containsExactly("twice: span 1");
  }

  @Test
  void info_namesThePathsThatAreThere() throws Exception {
    agent.without("/v0.7/traces");

    HttpRequest get = HttpRequest.newBuilder(agent.uri().resolve("/info")).build();

    assertThat(client.send(get, HttpResponse.BodyHandlers.ofString(UTF_8)).body())
        .contains("\"/v0.4/traces\"")
        .doesNotContain("v0.7");
  }

  @Test
  void chunkThatTheNormaliserRefuses_isDropped() {
    Span good = span("a", "b", "c", "d", 1, START, Map.of());
    Span noId = span("a", "b", "c", "d", 0, START, Map.of());
    Span other = new Span("a", "b", "c", "d", 9, 1, 0, START, 1, 0, Map.of(), Map.of());
    Span tid = span("a", "b", "c", "d", 2, START, Map.of("_dd.p.tid", "1"));
    Span otherTid = span("a", "b", "c", "d", 3, START, Map.of("_dd.p.tid", "2"));

    assertThat(drops(good)).isEmpty();
    assertThat(drops()).isEqualTo("empty_trace");
    assertThat(drops(good, noId)).isEqualTo("span_id_zero");
    assertThat(drops(good, other)).isEqualTo("foreign_span");
    assertThat(drops(tid, good, otherTid)).isEqualTo("foreign_span");
  }

  @Test
  void everyChangeOfTheNormaliser_isSeen() {
    assertThat(changes(span("a.b-1", "http.request", "r", "web", 1, START, Map.of()))).isEmpty();
    assertThat(changes(span("A", "b", "r", "", 1, START, Map.of()))).hasSize(1);
    assertThat(changes(span("", "b", "r", "", 1, START, Map.of()))).hasSize(1);
    assertThat(changes(span("a", "b", "", "", 1, START, Map.of()))).hasSize(1);
    assertThat(changes(span("a", "b", "r", "x".repeat(101), 1, START, Map.of()))).hasSize(1);
    assertThat(changes(span("a", "b", "r".repeat(5_001), "", 1, START, Map.of()))).hasSize(1);
    assertThat(changes(span("a", "b", "r", "", 1, 5, Map.of()))).hasSize(1);
    assertThat(changes(span("a", "b", "r", "", 1, START, Map.of("env", "1")))).hasSize(1);
    assertThat(changes(span("a", "b", "r", "", 1, START, Map.of("k".repeat(201), "")))).hasSize(1);
    assertThat(changes(span("a", "b", "r", "", 1, START, Map.of("k", "v".repeat(25_001)))))
        .hasSize(1);
    assertThat(changes(span("a", "b", "r", "", 1, START, Map.of("http.status_code", "99"))))
        .hasSize(1);
    assertThat(changes(new Span("a", "b", "r", "", 7, 7, 7, START, 1, 0, Map.of(), Map.of())))
        .hasSize(1);
    assertThat(changes(new Span("a", "b", "r", "", 7, 8, 7, START, -1, 0, Map.of(), Map.of())))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_a", "1a", "a_", "a__b", "a._b", "a_.b", "a-b", "é"})
  void operationOutOfForm_isAChange(String name) {
    assertThat(changes(span("a", name, "r", "", 1, START, Map.of())))
        .containsExactly("name: " + name);
  }

  @Test
  void chunkWithoutPriority_isLeftToTheAgentsSampler() {
    Chunk none = new Chunk(DatadogPayload.NO_PRIORITY, "", false, List.of(good()));

    assertThat(DatadogAgentRules.changes(payload(), none))
        .singleElement()
        .asString()
        .contains("samples by itself");
  }

  private static Span good() {
    return span("a", "b", "r", "", 1, START, Map.of());
  }

  private static Span span(
      String service,
      String name,
      String resource,
      String type,
      long id,
      long start,
      Map<String, String> meta) {
    return new Span(service, name, resource, type, 7, id, 0, start, 1, 0, meta, Map.of());
  }

  private static String drops(Span... spans) {
    return DatadogAgentRules.drops(new Chunk(1, "", false, List.of(spans)));
  }

  private static List<String> changes(Span span) {
    return DatadogAgentRules.changes(payload(), new Chunk(1, "", false, List.of(span)));
  }

  private static DatadogPayload payload() {
    return new DatadogPayload("/v0.4/traces", "", "", "", "", Map.of(), List.of());
  }

  /** A message of v0.3 and v0.4 with one span. */
  private static byte[] traces(long spanId) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(1).packArrayHeader(1).packMapHeader(8);
      packer.packString("service").packString("a").packString("name").packString("b");
      packer.packString("resource").packString("r").packString("trace_id").packLong(7);
      packer.packString("span_id").packLong(spanId).packString("start").packLong(START);
      packer.packString("meta").packMapHeader(1).packString("env").packString("prod");
      packer.packString("metrics").packMapHeader(1).packString("_sampling_priority_v1");
      packer.packDouble(1);
      return packer.toByteArray();
    }
  }

  private HttpResponse<String> put(String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    URI uri = agent.uri().resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
