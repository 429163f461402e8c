package dev.ichnos.model;

import java.util.List;
import java.util.Map;

/** Named spans that tests of every module share. */
public final class SpanFixtures {
  public static final long TRACE_HIGH = 0x463ac35c9f6413adL;
  public static final long TRACE_LOW = 0x48485a3953bb6124L;

  /** 2026-01-02T03:04:05.000006Z, a whole number of microseconds. */
  public static final long START = 1_767_323_045_000_006_000L;

  public static final Format TEST_FORMAT = new Format("TEST", "application/x-test");

  public static final Origin ORIGIN = new Origin("test", TEST_FORMAT, "10.0.0.9", START, Map.of());

  /** The service {@code productpage} of Bookinfo. */
  public static final Resource PRODUCTPAGE = service("productpage.default");

  /** The service {@code details} of Bookinfo. */
  public static final Resource DETAILS = service("details.default");

  /** A root span: productpage calls details. */
  public static final Span CLIENT =
      Span.builder()
          .traceId(TRACE_HIGH, TRACE_LOW)
          .spanId(0x48485a3953bb6124L)
          .name("details.default.svc.cluster.local:9080/*")
          .kind(SpanKind.CLIENT)
          .startEpochNanos(START)
          .endEpochNanos(START + 5_000_000)
          .attributes(
              Attributes.builder()
                  .put("component", "proxy")
                  .put("http.method", "GET")
                  .put("http.status_code", "200")
                  .put(
                      "node_id",
                      "sidecar~10.4.0.12~productpage-v1-6b746f74dc-9stvs.default~default.svc.cluster.local")
                  .put("upstream_cluster", "outbound|9080||details.default.svc.cluster.local")
                  .build())
          .resource(PRODUCTPAGE)
          .build();

  /** The answering half of {@link #CLIENT}, with an id of its own. */
  public static final Span SERVER =
      Span.builder()
          .traceId(TRACE_HIGH, TRACE_LOW)
          .spanId(0x5b4185666d50f68bL)
          .parentSpanId(0x48485a3953bb6124L)
          .name("details.default.svc.cluster.local:9080/*")
          .kind(SpanKind.SERVER)
          .startEpochNanos(START + 1_000_000)
          .endEpochNanos(START + 4_000_000)
          .attributes(
              Attributes.builder()
                  .put("component", "proxy")
                  .put(
                      "node_id",
                      "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~default.svc.cluster.local")
                  .put("upstream_cluster", "inbound|9080||")
                  .build())
          .events(List.of(Event.of(START + 2_000_000, "cache.miss")))
          .resource(DETAILS)
          .build();

  /** Uses every field of the model that OTLP can say, with every type of value. */
  public static final Span EVERYTHING =
      Span.builder()
          .traceId(TRACE_HIGH, TRACE_LOW)
          .spanId(1)
          .parentSpanId(-2)
          .name("näme ✓ 😀")
          .kind(SpanKind.CONSUMER)
          .startEpochNanos(START + 1)
          .endEpochNanos(START + 2)
          .attributes(everyType())
          .events(List.of(new Event(START + 1, "event", everyType(), 3), Event.of(0, "")))
          .links(
              List.of(
                  new Link(0, 7, 8, "a=1,b=2", 0x301, everyType(), 4),
                  new Link(TRACE_HIGH, TRACE_LOW, -1, "", 0, Attributes.EMPTY, 0)))
          .status(new Status(Status.Code.ERROR, "it broke"))
          .traceState("vendor=value,ot=th:8")
          .flags(0x103)
          .droppedAttributesCount(5)
          .droppedEventsCount(6)
          .droppedLinksCount(-1)
          .resource(
              new Resource(
                  Attributes.builder()
                      .put("service.name", "everything")
                      .put("nested", everyType())
                      .build(),
                  7,
                  List.of(
                      new EntityRef(
                          "https://opentelemetry.io/schemas/1.44.0",
                          "service",
                          List.of("service.name"),
                          List.of("service.version"))),
                  "https://opentelemetry.io/schemas/1.44.0"))
          .scope(new Scope("scope", "1.2.3", everyType(), 8, "https://example.org/schema"))
          .build();

  private SpanFixtures() {}

  /** A resource that only names its service. */
  public static Resource service(String name) {
    return Resource.of(Attributes.of("service.name", name));
  }

  /** A batch of these spans, from {@link #ORIGIN}. */
  public static SpanBatch batch(Span... spans) {
    return new SpanBatch(List.of(spans), ORIGIN);
  }

  /** One attribute of every type that OTLP knows, nested ones included. */
  public static Attributes everyType() {
    return Attributes.builder()
        .put("string", "värde")
        .put("empty.string", "")
        .put("true", true)
        .put("false", false)
        .put("long", Long.MIN_VALUE)
        .put("zero", 0L)
        .put("double", -1.5e-300)
        .put("nan", Double.NaN)
        .put("infinite", Double.NEGATIVE_INFINITY)
        .put("bytes", new byte[] {0, -1, 127})
        .put(
            "list",
            AttributeList.builder()
                .add("a")
                .add(1L)
                .add(true)
                .add(2.5)
                .add(AttributeList.ofStrings(List.of("x", "y")))
                .add(Attributes.of("k", "v"))
                .addEmpty()
                .build())
        .put("map", Attributes.builder().put("inner", 42L).putEmpty("nothing").build())
        .put("empty.list", AttributeList.EMPTY)
        .put("empty.map", Attributes.EMPTY)
        .putEmpty("nothing")
        .build();
  }
}
