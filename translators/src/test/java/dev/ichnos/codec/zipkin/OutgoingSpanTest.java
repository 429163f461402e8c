package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.IchnosKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutgoingSpanTest {
  private static final long MICRO = 1000;

  private final OutgoingSpan zipkin = new OutgoingSpan();

  @ParameterizedTest
  @EnumSource(SpanKind.class)
  void set_kinds_internalIsNone(SpanKind kind) {
    zipkin.set(span().kind(kind).build());

    assertThat(zipkin.kind).isEqualTo(kind == SpanKind.INTERNAL ? SpanKind.UNSPECIFIED : kind);
  }

  @ParameterizedTest
  @CsvSource({
    "1999, 3998, 1, 1",
    "1000, 1000, 1, 1",
    "1000, 1999, 1, 1",
    "1000, 3000, 1, 2",
    "5000, 4999, 5, 0",
    "0, 0, 0, 0",
    "5000, 0, 5, 0",
  })
  void set_times_wholeMicros(long start, long end, long timestamp, long duration) {
    zipkin.set(
        span()
            .startEpochNanos(start)
            .startAbsent(start == 0)
            .endEpochNanos(end)
            .endAbsent(end == 0)
            .build());

    assertThat(zipkin.timestamp).isEqualTo(timestamp);
    assertThat(zipkin.duration).isEqualTo(duration);
    assertThat(zipkin.report()).isEqualTo(EncodeReport.COMPLETE);
  }

  /** What absent_times filled in stays out again, and so does the attribute that says so. */
  @ParameterizedTest
  @CsvSource({
    "true, true, 'start,end', 0, 7, false",
    "false, true, end, 5, 0, false",
    "false, false, end, 5, 3, true",
  })
  void set_timesFilledInByARule_absent(
      boolean startAbsent,
      boolean endAbsent,
      String said,
      long timestamp,
      long duration,
      boolean kept) {
    Attributes.Builder attributes = Attributes.builder().put(IchnosKeys.ABSENT_TIME, said);
    if (startAbsent) {
      attributes.put("zipkin.duration_nanos", 7 * MICRO);
    }
    zipkin.set(
        span()
            .startEpochNanos(5 * MICRO)
            .startAbsent(startAbsent)
            .endEpochNanos(8 * MICRO)
            .endAbsent(endAbsent)
            .attributes(attributes.build())
            .build());

    assertThat(zipkin.timestamp).isEqualTo(timestamp);
    assertThat(zipkin.duration).isEqualTo(duration);
    assertThat(tags()).isEqualTo(kept ? Map.of(IchnosKeys.ABSENT_TIME, said) : Map.of());
  }

  @ParameterizedTest
  @CsvSource({"SERVER, ss", "CLIENT, cr"})
  void set_endAlone_annotation(SpanKind kind, String value) {
    zipkin.set(span().kind(kind).startAbsent(true).endEpochNanos(9 * MICRO).build());

    assertThat(zipkin.timestamp).isZero();
    assertThat(zipkin.duration).isZero();
    assertThat(zipkin.annotations).containsExactly(value);
    assertThat(zipkin.annotationTime(0)).isEqualTo(9);
  }

  @Test
  void set_endAloneOfAnotherKind_filledStartOrLeftOut() {
    Span.Builder span = span().startAbsent(true).endEpochNanos(9 * MICRO);
    zipkin.set(span.startEpochNanos(7 * MICRO).build());

    assertThat(zipkin.timestamp).isEqualTo(7);
    assertThat(zipkin.duration).isEqualTo(2);
    zipkin.set(span.startEpochNanos(0).build());
    assertThat(zipkin.timestamp).isZero();
    assertThat(zipkin.report()).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void set_loneDurationBesideAStart_tag() {
    zipkin.set(
        span()
            .startEpochNanos(5 * MICRO)
            .endAbsent(true)
            .attributes(Attributes.builder().put("zipkin.duration_nanos", 7L).build())
            .build());

    assertThat(tags()).containsExactly(Map.entry("zipkin.duration_nanos", "7"));
  }

  @Test
  void set_addressesAndPorts_endpoints() {
    zipkin.set(
        span()
            .attributes(
                Attributes.builder()
                    .put("zipkin.local.ipv6", "2001:db8::1")
                    .put("network.local.port", 9080L)
                    .put("network.local.address", "10.0.0.1")
                    .put("network.peer.address", "::1")
                    .put("peer.service", "details")
                    .build())
            .resource(SpanFixtures.DETAILS)
            .build());

    assertThat(zipkin.local.serviceName).isEqualTo("details.default");
    assertThat(zipkin.local.ipv4()).isEqualTo("10.0.0.1");
    assertThat(zipkin.local.ipv6()).isEqualTo("2001:db8::1");
    assertThat(zipkin.local.port()).isEqualTo(9080);
    assertThat(zipkin.remote.serviceName).isEqualTo("details");
    assertThat(zipkin.remote.ipv4()).isEmpty();
    assertThat(zipkin.remote.ipv6()).isEqualTo("::1");
    assertThat(tags()).isEmpty();
  }

  @Test
  void set_whatIsNoAddressOrPort_staysATag() {
    Attributes attributes =
        Attributes.builder()
            .put("network.local.address", "/var/run/docker.sock")
            .put("zipkin.local.ipv6", "::2")
            .put("network.local.port", 0L)
            .put("network.peer.port", 65536L)
            .put("network.peer.address", "")
            .put("zipkin.remote.ipv6", "10.0.0.1")
            .put("peer.service", "")
            .build();
    zipkin.set(span().attributes(attributes).build());

    assertThat(zipkin.local.isEmpty()).isTrue();
    assertThat(zipkin.remote.isEmpty()).isTrue();
    assertThat(tags())
        .containsOnly(
            Map.entry("network.local.address", "/var/run/docker.sock"),
            Map.entry("zipkin.local.ipv6", "::2"),
            Map.entry("network.local.port", "0"),
            Map.entry("network.peer.port", "65536"),
            Map.entry("network.peer.address", ""),
            Map.entry("zipkin.remote.ipv6", "10.0.0.1"),
            Map.entry("peer.service", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0::C, '', 2001:db8::c, false",
    "::ffff:10.0.0.1, 10.0.0.1, '', false",
    "::, '', '', true",
    "10.0.0.01, '', '', true",
    "fe80::1%eth0, '', '', true",
  })
  void set_formsOfAddresses_asZipkinReadsThem(String text, String ipv4, String ipv6, boolean tag) {
    zipkin.set(span().attributes(Attributes.of("network.peer.address", text)).build());

    assertThat(zipkin.remote.ipv4()).isEqualTo(ipv4);
    assertThat(zipkin.remote.ipv6()).isEqualTo(ipv6);
    assertThat(tags()).hasSize(tag ? 1 : 0);
  }

  @Test
  void set_portsAsText_tags() {
    zipkin.set(
        span().attributes(Attributes.builder().put("network.local.port", "80").build()).build());

    assertThat(tags()).containsExactly(Map.entry("network.local.port", "80"));
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, a, b, a",
    "PRODUCER, '', b, b",
    "CLIENT, 10.0.0.1, b, b",
    "CLIENT, 2001:db8::1, b, b",
    "SERVER, a, b, ''",
    "INTERNAL, a, b, ''",
  })
  void set_noPeerService_bestNameOfTheOtherSide(
      SpanKind kind, String serverAddress, String netPeerName, String expected) {
    Attributes attributes =
        Attributes.builder()
            .put("db.name", "orders")
            .put("net.peer.name", netPeerName)
            .put("server.address", serverAddress)
            .put("peer.hostname", "h")
            .build();
    zipkin.set(span().kind(kind).attributes(attributes).build());

    assertThat(zipkin.remote.serviceName).isEqualTo(expected);
    assertThat(tags()).hasSize(4).containsEntry("server.address", serverAddress);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // status and message, tag error before; tags after
        "UNSET, '', -, -, -, -",
        "UNSET, '', boom, boom, -, -",
        "UNSET, '', false, false, -, -",
        "OK, '', -, -, OK, -",
        "OK, fine, -, -, OK, fine",
        "OK, '', x, x, OK, -",
        "ERROR, '', -, '', ERROR, -",
        "ERROR, boom, -, boom, ERROR, -",
        "ERROR, boom, boom, boom, -, -",
        "ERROR, '', true, true, -, -",
        "ERROR, '', TRUE, TRUE, -, -",
        "ERROR, '', '', '', -, -",
        "ERROR, boom, true, boom, ERROR, -",
        "ERROR, boom, '', boom, ERROR, -",
        "ERROR, '', false, '', ERROR, -",
        "ERROR, boom, bang, bang, ERROR, boom",
        "ERROR, '', bang, bang, ERROR, -",
      })
  void set_status_tags(
      Status.Code code, String message, String before, String error, String said, String more) {
    Attributes attributes = before == null ? Attributes.EMPTY : Attributes.of("error", before);
    zipkin.set(span().status(new Status(code, message)).attributes(attributes).build());

    Map<String, String> expected = new LinkedHashMap<>();
    put(expected, "error", error);
    put(expected, "otel.status_code", said);
    put(expected, "otel.status_description", more);
    assertThat(tags()).isEqualTo(expected);
  }

  @Test
  void set_booleanError_falseLeftOut() {
    zipkin.set(span().attributes(Attributes.builder().put("error", false).build()).build());
    assertThat(tags()).isEmpty();

    zipkin.set(span().attributes(Attributes.builder().put("error", true).build()).build());
    assertThat(tags()).containsExactly(Map.entry("error", "true"));
  }

  @Test
  void set_valuesOfEveryType_text() {
    zipkin.set(span().attributes(SpanFixtures.everyType()).build());

    assertThat(tags())
        .containsEntry("string", "värde")
        .containsEntry("empty.string", "")
        .containsEntry("true", "true")
        .containsEntry("false", "false")
        .containsEntry("long", "-9223372036854775808")
        .containsEntry("double", "-1.5E-300")
        .containsEntry("nan", "NaN")
        .containsEntry("infinite", "-Infinity")
        .containsEntry("bytes", "AP9/")
        .containsEntry("list", "[\"a\",1,true,2.5,[\"x\",\"y\"],{\"k\":\"v\"},null]")
        .containsEntry("map", "{\"inner\":42,\"nothing\":null}")
        .containsEntry("empty.list", "[]")
        .containsEntry("empty.map", "{}")
        .containsEntry("nothing", "")
        .hasSize(SpanFixtures.everyType().size());
  }

  @Test
  void set_awkwardValuesInLists_json() {
    AttributeList list =
        AttributeList.builder()
            .add("q\"\\\n\u0001")
            .add(Double.NaN)
            .add(new byte[] {1})
            .add(Attributes.EMPTY)
            .add(AttributeList.EMPTY)
            .add("last")
            .build();
    zipkin.set(span().attributes(Attributes.builder().put("list", list).build()).build());

    assertThat(tags())
        .containsEntry("list", "[\"q\\\"\\\\\\n\\u0001\",\"NaN\",\"AQ==\",{},[],\"last\"]");
  }

  @Test
  void set_events_annotations() {
    zipkin.set(
        span()
            .startEpochNanos(3 * MICRO)
            .endAbsent(true)
            .events(
                List.of(
                    Event.of(5 * MICRO + 999, "plain"),
                    new Event(6 * MICRO, "with \"more\"", Attributes.of("k", "v"), 0),
                    Event.of(0, "timeless"),
                    Event.of(7 * MICRO, "")))
            .build());

    assertThat(zipkin.annotations)
        .containsExactly("plain", "\"with \\\"more\\\"\": {\"k\":\"v\"}", "timeless");
    assertThat(zipkin.annotationTime(0)).isEqualTo(5);
    assertThat(zipkin.annotationTime(2)).isEqualTo(3);
    assertThat(zipkin.report()).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void set_whatOnlyOtlpHas_tagsOrCounted() {
    zipkin.set(
        span()
            .attributes(Attributes.of("region", "near"))
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("service.name", "a")
                        .put("service.namespace", "shop")
                        .put("region", "far")
                        .put("zones", AttributeList.ofStrings(List.of("x")))
                        .build()))
            .scope(new Scope("lib", "1.2", Attributes.of("short", "s"), 0, ""))
            .links(List.of(new Link(0, 7, 8, "", 0, Attributes.EMPTY, 0)))
            .traceState("a=1")
            .droppedAttributesCount(-1)
            .droppedEventsCount(2)
            .droppedLinksCount(3)
            .build());

    assertThat(tags())
        .containsOnly(
            Map.entry("region", "near"),
            Map.entry("service.namespace", "shop"),
            Map.entry("zones", "[\"x\"]"),
            Map.entry("otel.scope.name", "lib"),
            Map.entry("otel.scope.version", "1.2"),
            Map.entry("otel.scope.short", "s"),
            Map.entry("w3c.tracestate", "a=1"),
            Map.entry("otel.dropped_attributes_count", "4294967295"),
            Map.entry("otel.dropped_events_count", "2"),
            Map.entry("otel.dropped_links_count", "3"));
    assertThat(zipkin.local.serviceName).isEqualTo("a");
    assertThat(zipkin.report()).isEqualTo(new EncodeReport(0, 2, 0));
  }

  @Test
  void set_serviceNameThatIsNoText_tag() {
    Attributes attributes = Attributes.builder().put("service.name", 7L).build();
    zipkin.set(span().resource(Resource.of(attributes)).build());

    assertThat(zipkin.local.isEmpty()).isTrue();
    assertThat(tags()).containsExactly(Map.entry("service.name", "7"));
  }

  @Test
  void set_manyTags_keysStayUnique() {
    Attributes.Builder own = Attributes.builder();
    Attributes.Builder shared = Attributes.builder();
    for (int i = 0; i < 200; i++) {
      own.put("k" + i, "own");
      shared.put("k" + 2 * i, i == 0 ? "own" : "shared");
    }
    zipkin.set(span().attributes(own.build()).resource(Resource.of(shared.build())).build());

    assertThat(zipkin.tags.size()).isEqualTo(300);
    assertThat(tags()).hasSize(300).containsEntry("k198", "own").containsEntry("k200", "shared");
    assertThat(zipkin.report()).isEqualTo(new EncodeReport(0, 99, 0));
  }

  @Test
  void set_anotherSpan_nothingOfTheFirstStays() {
    OutgoingSpan fresh = new OutgoingSpan();
    zipkin.set(SpanFixtures.EVERYTHING);
    zipkin.set(span().build());
    fresh.set(span().build());

    assertThat(zipkin)
        .usingRecursiveComparison()
        .comparingOnlyFields(
            "traceIdHigh",
            "traceIdLow",
            "parentId",
            "id",
            "kind",
            "name",
            "timestamp",
            "duration",
            "debug",
            "shared",
            "annotations")
        .isEqualTo(fresh);
    assertThat(zipkin.local.isEmpty()).isTrue();
    assertThat(zipkin.remote.isEmpty()).isTrue();
    assertThat(zipkin.tags.size()).isZero();
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < zipkin.tags.size(); i++) {
      tags.put(zipkin.tags.key(i), zipkin.tags.value(i));
    }
    return tags;
  }

  private static void put(Map<String, String> map, String key, String value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Span.Builder span() {
    return Span.builder().traceId(0, 1).spanId(2);
  }
}
