package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What must arrive of an order: {@code order}, a server's span; below it {@code price}, with an
 * event; below that {@code charge}, a client's span that failed. What a client or its format cannot
 * say, or says otherwise, is stated where the client is.
 *
 * @param spans by role, parents first
 * @param precision of its times
 */
record ExpectedOrder(Map<String, ExpectedSpan> spans, Duration precision) {
  /** As a name: that of the service. */
  static final String SERVICE = "SERVICE";

  /** What every field can be expected of. */
  static ExpectedOrder whole() {
    Map<String, ExpectedSpan> spans = new LinkedHashMap<>();
    spans.put(
        "order",
        new ExpectedSpan(
            "",
            "POST /orders",
            SpanKind.SPAN_KIND_SERVER,
            false,
            Map.of("http.method", "POST", "items", 3L),
            ""));
    spans.put(
        "price",
        new ExpectedSpan(
            "order", "price", SpanKind.SPAN_KIND_INTERNAL, false, Map.of(), "cache miss"));
    spans.put(
        "charge",
        new ExpectedSpan("price", "charge", SpanKind.SPAN_KIND_CLIENT, true, Map.of(), ""));
    return new ExpectedOrder(spans, Duration.ofNanos(1_000));
  }

  /** Zipkin's: names in lower case, attributes of text, and no kind of a span within a process. */
  static ExpectedOrder zipkin() {
    return whole()
        .with(
            "order",
            order ->
                order.named("post /orders").attributed(Map.of("http.method", "POST", "items", "3")))
        .withoutLocalKind();
  }

  /** No kind of a span within a process. */
  ExpectedOrder withoutLocalKind() {
    return with("price", price -> price.ofKind(SpanKind.SPAN_KIND_UNSPECIFIED));
  }

  /** Attributes of text alone. */
  ExpectedOrder withText() {
    return with("order", order -> order.attributed(Map.of("http.method", "POST", "items", "3")));
  }

  ExpectedOrder with(String role, UnaryOperator<ExpectedSpan> change) {
    Map<String, ExpectedSpan> changed = new LinkedHashMap<>(spans);
    changed.compute(role, (same, span) -> change.apply(span));
    return new ExpectedOrder(changed, precision);
  }

  ExpectedOrder precise(Duration to) {
    return new ExpectedOrder(spans, to);
  }

  /** Compares field by field; the spans are all that arrived of a service. */
  void assertArrived(SentOrder sent, List<ArrivedSpan> arrived) {
    assertThat(arrived).hasSize(spans.size());
    assertThat(arrived).extracting(ArrivedSpan::traceId).containsOnly(arrived.get(0).traceId());
    Map<String, ArrivedSpan> byRole = new LinkedHashMap<>();
    spans.forEach(
        (role, expected) -> {
          String name =
              expected.name().equals(SERVICE) ? arrived.get(0).service() : expected.name();
          List<ArrivedSpan> named =
              arrived.stream().filter(one -> one.span().getName().equals(name)).toList();
          assertThat(named).as("spans named %s of %s", name, arrived).hasSize(1);
          byRole.put(role, named.get(0));
        });
    spans.forEach(
        (role, expected) -> {
          ArrivedSpan span = byRole.get(role);
          String parent = expected.parent().isEmpty() ? "" : byRole.get(expected.parent()).spanId();
          assertThat(span.parentId()).as("parent of %s", role).isEqualTo(parent);
          if (!parent.isEmpty()) {
            assertThat(span.span().getStartTimeUnixNano())
                .as("start of %s, after its parent's", role)
                .isGreaterThanOrEqualTo(
                    byRole.get(expected.parent()).span().getStartTimeUnixNano());
          }
          expected.assertFields(role, span);
          assertIds(role, sent, span);
          assertTimes(role, sent, span);
        });
  }

  private static void assertIds(String role, SentOrder sent, ArrivedSpan span) {
    SentOrder.SentSpan ids = sent.spans().get(role);
    if (ids == null) {
      throw new AssertionError("the program did not tell of " + role);
    }
    if (!ids.traceId().isEmpty()) {
      assertThat(span.traceId()).as("trace id of %s", role).isEqualTo(ids.traceId());
    }
    if (!ids.spanId().isEmpty()) {
      assertThat(span.spanId()).as("span id of %s", role).isEqualTo(ids.spanId());
    }
  }

  private void assertTimes(String role, SentOrder sent, ArrivedSpan span) {
    Instant start = Instant.ofEpochSecond(0, span.span().getStartTimeUnixNano());
    Instant end = Instant.ofEpochSecond(0, span.span().getEndTimeUnixNano());
    assertThat(start)
        .as("start of %s", role)
        .isBetween(sent.earliest().minus(precision), sent.latest());
    assertThat(end).as("end of %s", role).isBetween(start, sent.latest().plus(precision));
    assertThat(Duration.between(start, end))
        .as("duration of %s", role)
        .isBetween(Duration.ofMillis(1), Duration.between(sent.earliest(), sent.latest()));
  }

  /**
   * One span.
   *
   * @param parent its role; empty for a root
   * @param attributes that it has, among others
   * @param event what the text of its events contains
   */
  record ExpectedSpan(
      String parent,
      String name,
      SpanKind kind,
      boolean failed,
      Map<String, Object> attributes,
      String event) {

    ExpectedSpan named(String other) {
      return new ExpectedSpan(parent, other, kind, failed, attributes, event);
    }

    ExpectedSpan ofKind(SpanKind other) {
      return new ExpectedSpan(parent, name, other, failed, attributes, event);
    }

    ExpectedSpan attributed(Map<String, Object> others) {
      return new ExpectedSpan(parent, name, kind, failed, others, event);
    }

    ExpectedSpan telling(String text) {
      return new ExpectedSpan(parent, name, kind, failed, attributes, text);
    }

    private void assertFields(String role, ArrivedSpan span) {
      assertThat(span.span().getKind()).as("kind of %s", role).isEqualTo(kind);
      assertThat(span.span().getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
          .as("%s failed", role)
          .isEqualTo(failed);
      assertThat(span.attributes()).as("attributes of %s", role).containsAllEntriesOf(attributes);
      assertThat(span.events()).as("events of %s", role).contains(event);
    }
  }
}
