package dev.ichnos.codec.datadog;

import static dev.ichnos.model.SpanFixtures.CLIENT;
import static dev.ichnos.model.SpanFixtures.EVERYTHING;
import static dev.ichnos.model.SpanFixtures.SERVER;
import static dev.ichnos.model.SpanFixtures.START;
import static dev.ichnos.model.SpanFixtures.TRACE_HIGH;
import static dev.ichnos.model.SpanFixtures.TRACE_LOW;
import static dev.ichnos.model.SpanFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.datadog.DatadogOptions.TopLevelRule;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatadogEncoderTest {
  @Test
  void empty_isNoChunks() throws Exception {
    assertThat(Encoded.v04().bytes).containsExactly(0x90);
    DatadogEncoder v07 = DatadogEncoder.v07(DatadogOptions.defaults());
    assertThat(Encoded.of(v07, SpanFixtures.batch()).payload()).containsEntry("chunks", List.of());
  }

  @Test
  void ids_areTheLowHalfUnsigned_andTheHighHalfATagOfTheFirstSpan() throws Exception {
    Span high = CLIENT.toBuilder().traceId(TRACE_HIGH, -2).spanId(-3).build();
    Encoded encoded = Encoded.v04(high, high.toBuilder().spanId(4).parentSpanId(-3).build());
    assertThat(encoded.span().get("trace_id")).hasToString("18446744073709551614");
    assertThat(encoded.span().get("span_id")).hasToString("18446744073709551613");
    assertThat(encoded.span().get("parent_id")).hasToString("0");
    assertThat(encoded.meta("_dd.p.tid")).isEqualTo("463ac35c9f6413ad");
    assertThat(encoded.meta("otel.trace_id")).isEqualTo("463ac35c9f6413adfffffffffffffffe");
    Map<String, Object> second = Encoded.map(encoded.span(0, 1).get("meta"));
    assertThat(second).doesNotContainKey("_dd.p.tid").containsKey("otel.trace_id");
    assertThat(encoded.span(0, 1).get("parent_id")).hasToString("18446744073709551613");
  }

  @Test
  void traceId_of64Bits_hasNoHighHalf() throws Exception {
    Encoded encoded = Encoded.v04(CLIENT.toBuilder().traceId(0, 7).build());
    assertThat(encoded.meta()).doesNotContainKey("_dd.p.tid");
    assertThat(encoded.meta("otel.trace_id")).isEqualTo("00000000000000000000000000000007");
  }

  @Test
  void highHalf_thatCameAsAnAttribute_isNotSentTwice() throws Exception {
    Span span =
        SERVER.toBuilder().attributes(Attributes.of("_dd.p.tid", "ffffffffffffffff")).build();
    Encoded encoded = Encoded.v04(CLIENT, span);
    assertThat(Encoded.map(encoded.span(0, 1).get("meta"))).doesNotContainKey("_dd.p.tid");
  }

  @Test
  void chunks_areTraces_inTheOrderOfTheBatch() throws Exception {
    Span other = CLIENT.toBuilder().traceId(0, 9).build();
    Encoded encoded = Encoded.v04(SERVER, other, CLIENT);
    assertThat(encoded.chunks()).hasSize(2);
    assertThat(encoded.span(0, 0).get("span_id"))
        .hasToString(Long.toUnsignedString(CLIENT.spanId()));
    assertThat(encoded.span(0, 1).get("span_id"))
        .hasToString(Long.toUnsignedString(SERVER.spanId()));
    assertThat(encoded.span(1, 0).get("trace_id")).hasToString("9");
  }

  @Test
  void chunk_ofBothWidths_isOneTraceWithItsHighHalf() throws Exception {
    Span narrow = CLIENT.toBuilder().traceId(0, TRACE_LOW).build();
    Encoded encoded = Encoded.v04(narrow, SERVER);
    assertThat(encoded.chunks()).hasSize(1);
    assertThat(encoded.meta("_dd.p.tid")).isEqualTo("463ac35c9f6413ad");
  }

  @Test
  void chunk_twoHighHalvesOfOneLow_areTwo() throws Exception {
    Span other = SERVER.toBuilder().traceId(5, TRACE_LOW).build();
    Encoded encoded = Encoded.v04(CLIENT, other);
    assertThat(encoded.chunks()).hasSize(2);
    assertThat(Encoded.map(encoded.span(1, 0).get("meta")))
        .containsEntry("_dd.p.tid", "0000000000000005");
  }

  @Test
  void chunk_withoutARoot_beginsWithTheEarliestWhoseParentIsElsewhere() throws Exception {
    Span child = SERVER.toBuilder().spanId(1).parentSpanId(2).startEpochNanos(START).build();
    Span late = SERVER.toBuilder().spanId(2).parentSpanId(99).startEpochNanos(START + 9).build();
    Span early = SERVER.toBuilder().spanId(3).parentSpanId(98).startEpochNanos(START + 5).build();
    Encoded encoded = Encoded.v04(child, late, early);
    assertThat(encoded.span(0, 0).get("span_id")).hasToString("3");
    assertThat(encoded.span(0, 1).get("span_id")).hasToString("1");
    assertThat(encoded.span(0, 2).get("span_id")).hasToString("2");
  }

  @Test
  void chunk_thatIsACircle_isWrittenAllTheSame() throws Exception {
    Span one = SERVER.toBuilder().spanId(1).parentSpanId(2).build();
    Span two = SERVER.toBuilder().spanId(2).parentSpanId(1).build();
    assertThat((List<?>) Encoded.v04(one, two, one).chunks().get(0)).hasSize(3);
  }

  @Test
  void priority_isKeep_unlessTheSenderDidNotSample() throws Exception {
    assertThat(Encoded.v04(CLIENT).metric("_sampling_priority_v1")).isEqualTo(1.0);
    Span span = CLIENT.toBuilder().sampled(Sampled.NOT_SAMPLED).build();
    assertThat(Encoded.v04(span).metric("_sampling_priority_v1")).isEqualTo(0.0);
    Encoded two = Encoded.v04(CLIENT, SERVER);
    assertThat(Encoded.map(two.span(0, 1).get("metrics")))
        .doesNotContainKey("_sampling_priority_v1");
  }

  @Test
  void priority_ofDebug_isUserKeep() throws Exception {
    Encoded encoded = Encoded.v04(CLIENT, SERVER.toBuilder().debug(true).build());
    assertThat(encoded.metric("_sampling_priority_v1")).isEqualTo(2.0);
  }

  @Test
  void priority_statedByTheFirstSpan_isKept() throws Exception {
    assertThat(priority(Attributes.builder().put("sampling.priority", 2L))).isEqualTo(2.0);
    assertThat(priority(Attributes.builder().put("sampling.priority", "-1"))).isEqualTo(-1.0);
    assertThat(priority(Attributes.builder().put("_sampling_priority_v1", 0.0))).isEqualTo(0.0);
    assertThat(priority(Attributes.builder().put("sampling.priority", 3L))).isEqualTo(1.0);
    assertThat(priority(Attributes.builder().put("sampling.priority", "high"))).isEqualTo(1.0);
  }

  private static Object priority(Attributes.Builder attributes) throws Exception {
    Encoded encoded = Encoded.v04(CLIENT.toBuilder().attributes(attributes.build()).build());
    assertThat(encoded.meta()).doesNotContainKey("sampling.priority");
    return encoded.metric("_sampling_priority_v1");
  }

  @Test
  void everyType_findsItsPlace() throws Exception {
    Encoded encoded = Encoded.v04(EVERYTHING);
    assertThat(encoded.meta())
        .containsEntry("string", "värde")
        .containsEntry("empty.string", "")
        .containsEntry("true", "true")
        .containsEntry("false", "false")
        .containsEntry("long", "-9223372036854775808")
        .containsEntry("nan", "NaN")
        .containsEntry("infinite", "-Infinity")
        .containsEntry("bytes", "AP9/")
        .containsEntry("list", "[\"a\",1,true,2.5,[\"x\",\"y\"],{\"k\":\"v\"},null]")
        .containsEntry("map", "{\"inner\":42,\"nothing\":null}")
        .containsEntry("empty.list", "[]")
        .containsEntry("empty.map", "{}")
        .containsEntry("nothing", "");
    assertThat(encoded.metrics()).containsEntry("zero", 0.0).containsEntry("double", -1.5e-300);
    assertThat(encoded.report).isEqualTo(EncodeReport.COMPLETE);
  }

  @Test
  void integers_thatADoubleRoundsOrThatNameSomething_areText() throws Exception {
    Encoded encoded =
        attributes(
            Attributes.builder()
                .put("exact", 1L << 53)
                .put("rounded", (1L << 53) + 1)
                .put("order.id", 5L)
                .put("user_id", 5L)
                .put("sessionId", 5L)
                .put("ID", 5L)
                .put("x2Id", 5L)
                .put("paid", 5L)
                .put("GRID", 5L)
                .put("d", 5L));
    assertThat(encoded.metrics())
        .containsEntry("exact", 9007199254740992.0)
        .containsKeys("paid", "GRID", "d");
    assertThat(encoded.meta())
        .containsEntry("rounded", "9007199254740993")
        .containsEntry("order.id", "5")
        .containsKeys("user_id", "sessionId", "ID", "x2Id");
  }

  @Test
  void renames_forHttp() throws Exception {
    Encoded encoded =
        attributes(
            Attributes.builder()
                .put("http.request.method", "GET")
                .put("http.response.status_code", 404L)
                .put("http.request.body.size", 10L)
                .put("http.response.body.size", 20L)
                .put("client.address", "1.2.3.4")
                .put("server.address", "shop")
                .put("network.protocol.version", "2")
                .put("url.full", "http://shop/")
                .put("user_agent.original", "curl")
                .put("http.request.header.x-a", AttributeList.ofStrings(List.of("1", "2")))
                .put("http.response.header.x-b", AttributeList.ofStrings(List.of("3"))));
    assertThat(encoded.meta())
        .containsEntry("http.method", "GET")
        .containsEntry("http.status_code", "404")
        .containsEntry("http.client_ip", "1.2.3.4")
        .containsEntry("http.server_name", "shop")
        .containsEntry("server.address", "shop") // a client's peer
        .containsEntry("http.version", "2")
        .containsEntry("http.url", "http://shop/")
        .containsEntry("http.useragent", "curl")
        .containsEntry("http.request.headers.x-a", "1,2")
        .containsEntry("http.response.headers.x-b", "3")
        .doesNotContainKeys("http.request.method", "url.full", "client.address");
    assertThat(encoded.metrics())
        .containsEntry("http.request.content_length", 10.0)
        .containsEntry("http.response.content_length", 20.0);
  }

  @Test
  void renames_ofOtherCalls_stayWhatTheyAre() throws Exception {
    Encoded encoded =
        attributes(
            Attributes.builder()
                .put("db.system.name", "mysql")
                .put("server.address", "db")
                .put("client.address", "1.2.3.4")
                .put("network.protocol.version", "5"));
    assertThat(encoded.meta())
        .containsKeys("server.address", "client.address", "network.protocol.version")
        .doesNotContainKeys("http.server_name", "http.client_ip", "http.version");
  }

  @Test
  void keys_thatMeet_keepTheFirstAndCountTheOther() throws Exception {
    Encoded same =
        attributes(
            Attributes.builder().put("http.method", "GET").put("http.request.method", "GET"));
    assertThat(same.report).isEqualTo(EncodeReport.COMPLETE);
    Encoded different =
        attributes(
            Attributes.builder().put("http.method", "GET").put("http.request.method", "PUT"));
    assertThat(different.meta("http.method")).isEqualTo("GET");
    assertThat(different.report).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void spanAttributes_goAboveTheResources() throws Exception {
    Resource resource =
        Resource.of(Attributes.builder().put("a", "resource").put("b", 1L).put("n", 3L).build());
    Span span =
        CLIENT.toBuilder()
            .resource(resource)
            .attributes(Attributes.builder().put("a", "span").put("b", "text").build())
            .build();
    Encoded encoded = Encoded.v04(span);
    assertThat(encoded.meta()).containsEntry("a", "span").containsEntry("b", "text");
    assertThat(encoded.metrics()).containsEntry("n", 3.0).doesNotContainKey("b");
    assertThat(encoded.report).isEqualTo(new EncodeReport(0, 2, 0));
  }

  @Test
  void environment_isStated_elseItsNamespaces_elseConfigured_elseNone() throws Exception {
    DatadogOptions options =
        new DatadogOptions(
            OperationNamePolicy.ENVOY,
            "Fallback",
            Map.of("shop", "Live"),
            TopLevelRule.PARENT_SERVICE,
            true);
    assertThat(env(options, "deployment.environment.name", "a")).isEqualTo("a");
    assertThat(env(options, "deployment.environment", "b")).isEqualTo("b");
    assertThat(env(options, "env", "c")).isEqualTo("c");
    assertThat(env(options, "k8s.namespace.name", "shop")).isEqualTo("live");
    assertThat(env(options, "service.namespace", "shop")).isEqualTo("live");
    assertThat(env(options, "k8s.namespace.name", "other")).isEqualTo("fallback");
    assertThat(env(DatadogOptions.defaults(), "x", "y")).isEqualTo("none");
  }

  private static Object env(DatadogOptions options, String key, String value) throws Exception {
    Resource resource = Resource.of(Attributes.of(key, value));
    Encoded encoded = Encoded.v04(options, CLIENT.toBuilder().resource(resource).build());
    assertThat(encoded.meta()).doesNotContainKeys("deployment.environment.name");
    return encoded.meta("env");
  }

  @Test
  void error_isTheStatusAlone() throws Exception {
    Event exception = new Event(START, "exception", Attributes.of("exception.type", "T"), 0);
    Span handled =
        CLIENT.toBuilder()
            .attributes(Attributes.of("http.status_code", "500"))
            .events(List.of(exception))
            .build();
    Encoded encoded = Encoded.v04(handled);
    assertThat(encoded.span().get("error")).hasToString("0");
    assertThat(encoded.meta())
        .doesNotContainKeys("error.message", "error.type")
        .containsEntry("_dd.span_events.has_exception", "true");
  }

  @Test
  void errorMessage_isTheStatus_elseTheExceptions_elseTheCodes() throws Exception {
    Status bare = new Status(Status.Code.ERROR, "");
    Event first = exception("First", "one");
    Event last = exception("Last", "two");
    Span.Builder failed = CLIENT.toBuilder().attributes(Attributes.of("http.status_code", "503"));

    Encoded byCode = Encoded.v04(failed.status(bare).build());
    assertThat(byCode.span().get("error")).hasToString("1");
    assertThat(byCode.meta()).containsEntry("error.message", "503 Service Unavailable");

    Encoded byEvent = Encoded.v04(failed.events(List.of(first, last)).build());
    assertThat(byEvent.meta())
        .containsEntry("error.message", "two")
        .containsEntry("error.msg", "two")
        .containsEntry("error.type", "Last")
        .containsEntry("error.stack", "at Last");

    Encoded byStatus = Encoded.v04(failed.status(new Status(Status.Code.ERROR, "said")).build());
    assertThat(byStatus.meta())
        .containsEntry("error.message", "said")
        .containsEntry("otel.status_description", "said")
        .containsEntry("otel.status_code", "Error");
  }

  @Test
  void errorType_ofTheSpan_goesAboveTheExceptions() throws Exception {
    Span span =
        CLIENT.toBuilder()
            .attributes(Attributes.of("error.type", "timeout"))
            .events(List.of(exception("Other", "x")))
            .status(new Status(Status.Code.ERROR, ""))
            .build();
    assertThat(Encoded.v04(span).meta("error.type")).isEqualTo("timeout");
  }

  private static Event exception(String type, String message) {
    return new Event(
        START,
        "exception",
        Attributes.builder()
            .put("exception.type", type)
            .put("exception.message", message)
            .put("exception.stacktrace", "at " + type)
            .build(),
        0);
  }

  @Test
  void topLevel_byTheParentsService_countsASidecarAndItsApplicationOnce() throws Exception {
    Span sidecar = server(1, 99, "reviews");
    Span application = server(2, 1, "reviews");
    Span call = server(3, 2, "reviews").toBuilder().kind(SpanKind.CLIENT).build();
    Span next = server(4, 3, "ratings");
    Encoded encoded = Encoded.v04(sidecar, application, call, next);
    assertThat(metrics(encoded, 0))
        .containsEntry("_dd.top_level", 1.0)
        .containsEntry("_top_level", 1.0);
    assertThat(metrics(encoded, 1))
        .doesNotContainKeys("_dd.top_level", "_top_level", "_dd.measured");
    assertThat(metrics(encoded, 2))
        .containsEntry("_dd.measured", 1.0)
        .doesNotContainKey("_top_level");
    assertThat(metrics(encoded, 3)).containsEntry("_dd.top_level", 1.0);
  }

  @Test
  void topLevel_withTheParentElsewhere_goesByKind() throws Exception {
    assertThat(Encoded.v04(server(1, 99, "a")).metrics()).containsKey("_dd.top_level");
    Span client = server(1, 99, "a").toBuilder().kind(SpanKind.CLIENT).build();
    assertThat(Encoded.v04(client).metrics()).doesNotContainKey("_dd.top_level");
  }

  @Test
  void topLevel_byKind_countsEverySpanThatAnswers() throws Exception {
    DatadogOptions byKind =
        new DatadogOptions(OperationNamePolicy.ENVOY, "", Map.of(), TopLevelRule.KIND, true);
    Encoded encoded = Encoded.v04(byKind, server(1, 99, "a"), server(2, 1, "a"));
    assertThat(metrics(encoded, 1)).containsEntry("_dd.top_level", 1.0);
  }

  private static Map<String, Object> metrics(Encoded encoded, int place) {
    return Encoded.map(encoded.span(0, place).get("metrics"));
  }

  private static Span server(long id, long parent, String service) {
    return Span.builder()
        .traceId(TRACE_HIGH, TRACE_LOW)
        .spanId(id)
        .parentSpanId(parent)
        .kind(SpanKind.SERVER)
        .startEpochNanos(START + id)
        .endEpochNanos(START + 9)
        .resource(service(service))
        .build();
  }

  private static Encoded attributes(Attributes.Builder attributes) throws Exception {
    return Encoded.v04(CLIENT.toBuilder().attributes(attributes.build()).build());
  }
}
