package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapturedLinksTest {
  private static final String TRACE = "105445aa7843bc8bf206b12000100000";
  private static final long HIGH = 0x105445aa7843bc8bL;
  private static final long LOW = 0xf206b12000100000L;
  private static final Span SERVER = SpanFixtures.SERVER;
  private static final String OWN_TRACE = SERVER.traceId().hex();

  private final ContextRun run = ContextRun.annotate(ContextRun.ZIPKIN);

  @Test
  void apply_nothingCaptured_sameInstance() {
    assertThat(run.only(SERVER)).isSameAs(SERVER);
    assertThat(run.counts).isEmpty();
  }

  @Test
  void apply_traceAndSpan_link() {
    Span span = ContextRun.with(SERVER, ContextRun.CLOUD, TRACE + "/18446744073709551615;o=1");

    Span linked = run.only(span);

    assertThat(linked)
        .isEqualTo(
            span.toBuilder()
                .links(
                    List.of(
                        new Link(
                            HIGH,
                            LOW,
                            -1,
                            "",
                            0x301,
                            Attributes.of("ichnos.captured_from", "x-cloud-trace-context"),
                            0)))
                .build());
    assertThat(run.counts).containsExactly(entry("captured_context", 1));
    assertThat(run.only(linked)).isSameAs(linked);
  }

  @Test
  void apply_traceParent_linkHasFlagsAndState() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of("traceparent", "00-" + TRACE + "-00000000000000ab-02", "tracestate", "a=1,b=2"));

    Link link = run.only(span).links().get(0);

    assertThat(link.spanId()).isEqualTo(0xab);
    assertThat(link.flags()).isEqualTo(0x302);
    assertThat(link.traceState()).isEqualTo("a=1,b=2");
  }

  @Test
  void apply_traceAlone_attributeAndNoLink() {
    Span named = run.only(ContextRun.with(SERVER, ContextRun.CLOUD, TRACE + ";o=1"));

    assertThat(named.links()).isEmpty();
    assertThat(named.attributes().string("ichnos.captured_trace_id")).isEqualTo(TRACE);
    assertThat(named.attributes().string("ichnos.captured_from"))
        .isEqualTo("x-cloud-trace-context");
    assertThat(run.only(named)).isSameAs(named);
  }

  @Test
  void apply_severalTracesAlone_oneAttribute() {
    String other = "00000000000000010000000000000002";
    Span span =
        ContextRun.with(
            ContextRun.with(SERVER, ContextRun.CLOUD, TRACE),
            "x-amzn-trace-id",
            "Root=1-00000000-000000010000000000000002");

    Span named = run.only(span);

    assertThat(named.attributes().string("ichnos.captured_trace_id"))
        .isEqualTo(TRACE + "," + other);
    assertThat(named.attributes().string("ichnos.captured_from"))
        .isEqualTo("x-cloud-trace-context,x-amzn-trace-id");
    assertThat(run.only(named)).isSameAs(named);
  }

  @Test
  void apply_traceAloneThatALinkNames_noAttribute() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(ContextRun.CLOUD, TRACE, "traceparent", "00-" + TRACE + "-00000000000000ab-01"));

    Span linked = run.only(span);

    assertThat(linked.links()).hasSize(1);
    assertThat(linked.attributes()).isEqualTo(span.attributes());
  }

  @Test
  void apply_ownTrace_noLinkToItselfOrItsParent() {
    for (long id : new long[] {SERVER.spanId(), SERVER.parentSpanId()}) {
      Span span =
          ContextRun.with(SERVER, ContextRun.CLOUD, OWN_TRACE + "/" + Long.toUnsignedString(id));

      assertThat(run.only(span)).isSameAs(span);
    }
    Span trace = ContextRun.with(SERVER, ContextRun.CLOUD, OWN_TRACE);
    assertThat(run.only(trace)).isSameAs(trace);
  }

  @Test
  void apply_ownTraceInSixtyFourBits_noLinkToParent() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(
                "x-datadog-trace-id",
                Long.toUnsignedString(SERVER.traceIdLow()),
                "x-datadog-parent-id",
                Long.toUnsignedString(SERVER.parentSpanId())));

    assertThat(run.only(span)).isSameAs(span);
  }

  @Test
  void apply_ownTraceOtherSpan_link() {
    Span span = ContextRun.with(SERVER, ContextRun.CLOUD, OWN_TRACE + "/77");

    assertThat(run.only(span).links()).hasSize(1);
  }

  @Test
  void apply_severalTracesAlone_eachOnce() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(
                ContextRun.CLOUD,
                TRACE,
                "x-amzn-trace-id",
                "Root=1-105445aa-7843bc8bf206b12000100000"));

    assertThat(run.only(span).attributes().string("ichnos.captured_trace_id")).isEqualTo(TRACE);
  }

  /** As an Ichnos before this one left it. */
  @Test
  void apply_changedSpan_noLinkToItsPlaceInEitherTrace() {
    Span changed =
        ContextRun.with(
            SERVER.toBuilder().traceId(HIGH, LOW).spanId(1).parentSpanId(2).build(),
            Map.of(
                "ichnos.original_trace_id", OWN_TRACE,
                "ichnos.original_span_id", "0000000000000003",
                "ichnos.original_parent_span_id", "0000000000000004"));

    for (String trace : List.of(TRACE, OWN_TRACE)) {
      for (int id = 1; id <= 4; id++) {
        Span span = ContextRun.with(changed, ContextRun.CLOUD, trace + "/" + id);
        assertThat(run.only(span)).isSameAs(span);
      }
      assertThat(run.only(ContextRun.with(changed, ContextRun.CLOUD, trace + "/5")).links())
          .hasSize(1);
    }
  }

  @Test
  void apply_traceStateInParts_joinedUpToEight() {
    for (int parts : new int[] {1, 8, 9}) {
      Span span = ContextRun.with(SERVER, "traceparent", "00-" + TRACE + "-00000000000000ab-01");
      span =
          span.toBuilder()
              .attributes(
                  span.attributes().toBuilder()
                      .put("tracestate", AttributeList.ofStrings(Collections.nCopies(parts, "a=1")))
                      .build())
              .build();

      String state = run.only(span).links().get(0).traceState();

      assertThat(state)
          .isEqualTo(parts > 8 ? "" : String.join(",", Collections.nCopies(parts, "a=1")));
    }
  }

  @Test
  void apply_sharedHalf_noLinkToItsIdsOnTheWire() {
    Span shared = SERVER.toBuilder().shared(true).build();

    Span half =
        run.only(
            ContextRun.with(
                shared,
                ContextRun.CLOUD,
                OWN_TRACE + "/" + Long.toUnsignedString(SERVER.parentSpanId())));

    assertThat(half.parentSpanId()).isEqualTo(SERVER.spanId());
    assertThat(half.links()).isEmpty();
  }

  @Test
  void apply_linkIsThere_noSecond() {
    Link link = new Link(HIGH, LOW, 5, "", 0, Attributes.EMPTY, 0);
    Span span =
        ContextRun.with(
            SERVER.toBuilder().links(List.of(link)).build(), ContextRun.CLOUD, TRACE + "/5");

    assertThat(run.only(span)).isSameAs(span);
  }

  @Test
  void apply_oneContextInTwoFamilies_oneLink() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(
                ContextRun.CLOUD,
                TRACE + "/171",
                "traceparent",
                "00-" + TRACE + "-00000000000000ab-01"));

    List<Link> links = run.only(span).links();

    assertThat(links).hasSize(1);
    assertThat(links.get(0).attributes().string("ichnos.captured_from")).isEqualTo("traceparent");
  }

  @Test
  void apply_manyLinks_noMore() {
    Link link = new Link(1, 2, 3, "", 0, Attributes.EMPTY, 0);
    Span span =
        ContextRun.with(
            SERVER.toBuilder().links(Collections.nCopies(128, link)).build(),
            ContextRun.CLOUD,
            TRACE + "/5");

    assertThat(run.only(span)).isSameAs(span);
  }

  @Test
  void apply_ownFamily_untouched() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(
                "x-b3-traceid",
                TRACE,
                "x-b3-spanid",
                "00000000000000ab",
                "traceparent",
                "00-" + OWN_TRACE + "-00000000000000ab-01"));

    assertThat(run.only(span)).isSameAs(span);
  }
}
