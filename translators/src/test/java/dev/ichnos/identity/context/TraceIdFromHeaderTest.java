package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceIdFromHeaderTest {
  private static final String TRACE = "105445aa7843bc8bf206b12000100000";
  private static final long HIGH = 0x105445aa7843bc8bL;
  private static final long LOW = 0xf206b12000100000L;
  private static final Span SERVER = SpanFixtures.SERVER;

  private final ContextRun run = ContextRun.rewrite(ContextRun.CLOUD, ContextRun.ZIPKIN);

  @Test
  void apply_nothingCaptured_sameInstance() {
    assertThat(run.only(SERVER)).isSameAs(SERVER);
    assertThat(run.counts).isEmpty();
  }

  @Test
  void apply_otherTrace_taken_andParentStays() {
    Span span = ContextRun.with(SERVER, ContextRun.CLOUD, TRACE + "/171;o=1");

    Span moved = run.only(span);

    assertThat(moved)
        .isEqualTo(
            ContextRun.with(span, "ichnos.original_trace_id", SERVER.traceId().hex()).toBuilder()
                .traceId(HIGH, LOW)
                .build());
    assertThat(moved.parentSpanId()).isEqualTo(SERVER.parentSpanId());
    assertThat(run.counts).containsExactly(entry("trace_id_from_header", 1));
    assertThat(run.only(moved)).isSameAs(moved);
  }

  @Test
  void apply_sixtyFourBitTrace_originalIsAsWide() {
    Span span =
        ContextRun.with(
            SERVER.toBuilder().traceId(0, 0xabcL).build(), ContextRun.CLOUD, TRACE + "/171");

    assertThat(run.only(span).attributes().string("ichnos.original_trace_id"))
        .isEqualTo("0000000000000abc");
  }

  @Test
  void apply_changedBefore_firstOriginalStays() {
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(ContextRun.CLOUD, TRACE, "ichnos.original_trace_id", "0000000000000abc"));

    assertThat(run.only(span).attributes().string("ichnos.original_trace_id"))
        .isEqualTo("0000000000000abc");
  }

  @Test
  void apply_sameLowHalf_wideOneIsTaken() {
    Span narrow =
        ContextRun.with(SERVER.toBuilder().traceId(0, LOW).build(), ContextRun.CLOUD, TRACE);

    Span wide = run.only(narrow);

    assertThat(wide.traceIdHigh()).isEqualTo(HIGH);
    assertThat(wide.attributes().string("ichnos.original_trace_id")).isEqualTo("f206b12000100000");
    assertThat(run.only(wide)).isSameAs(wide);
  }

  @Test
  void apply_sameLowHalf_narrowOneIsNotTaken() {
    Span span =
        ContextRun.with(
            SERVER.toBuilder().traceId(HIGH, LOW).build(),
            ContextRun.CLOUD,
            "0000000000000000f206b12000100000/1");

    assertThat(run.only(span)).isSameAs(span);
  }

  @Test
  void apply_sameLowHalfOtherHighHalf_isAnotherTrace() {
    Span span =
        ContextRun.with(SERVER.toBuilder().traceId(7, LOW).build(), ContextRun.CLOUD, TRACE);

    assertThat(run.only(span).traceIdHigh()).isEqualTo(HIGH);
  }

  @Test
  void apply_otherFamily_untouched() {
    Span span = ContextRun.with(SERVER, "traceparent", "00-" + TRACE + "-00000000000000ab-01");

    assertThat(run.only(span)).isSameAs(span);
  }

  @Test
  void apply_configuredFamily_taken() {
    Span span = ContextRun.with(SERVER, "traceparent", "00-" + TRACE + "-00000000000000ab-01");

    assertThat(ContextRun.rewrite("traceparent", ContextRun.ZIPKIN).only(span).traceIdLow())
        .isEqualTo(LOW);
  }

  @Test
  void apply_b3_bothForms() {
    ContextRun b3 = ContextRun.rewrite("b3", "OTLP_PROTO");

    assertThat(
            b3.only(
                    ContextRun.with(
                        SERVER, Map.of("x-b3-traceid", TRACE, "x-b3-spanid", "00000000000000ab")))
                .traceIdLow())
        .isEqualTo(LOW);
    assertThat(b3.only(ContextRun.with(SERVER, "b3", TRACE + "-00000000000000ab-1")).traceIdLow())
        .isEqualTo(LOW);
  }

  @Test
  void apply_sendersOwnFamily_untouched() {
    Span span = ContextRun.with(SERVER, "b3", TRACE + "-00000000000000ab-1");

    assertThat(ContextRun.rewrite("b3", ContextRun.ZIPKIN).only(span)).isSameAs(span);
  }

  @Test
  void apply_openCensusWithSeveralFamilies_onlyTheOneThatDiffers() {
    ContextRun census = ContextRun.rewrite(ContextRun.CLOUD, "OPENCENSUS_PROTO");
    Span span =
        ContextRun.with(
            SERVER,
            Map.of(
                ContextRun.CLOUD,
                TRACE + "/1",
                "b3",
                SERVER.traceId().hex() + "-00000000000000ab"));

    Span moved = census.only(span);

    assertThat(moved.traceIdLow()).isEqualTo(LOW);
    assertThat(census.only(moved)).isSameAs(moved);
    // Its own context is judged by the id of the wire, also once the span has another.
    CapturedContexts captured = new CapturedContexts(ContextRun.format("OPENCENSUS_PROTO"));
    captured.read(moved);
    assertThat(captured.evidence())
        .extracting(CapturedContext::family)
        .containsExactly(ContextRun.CLOUD);
  }

  /** The id of a server half hashes the trace id of the wire: the split comes first. */
  @Test
  void apply_sharedPair_serverHalfHasTheIdOfTheOtherModes() {
    Span client =
        ContextRun.with(
            SpanFixtures.CLIENT.toBuilder().spanId(SERVER.spanId()).parentSpanId(0x77).build(),
            ContextRun.CLOUD,
            TRACE + "/171");
    Span server =
        ContextRun.with(
            SERVER.toBuilder().parentSpanId(0x77).shared(true).build(),
            ContextRun.CLOUD,
            TRACE + "/171");

    List<Span> pair = run.all(List.of(client, server));
    Span half = ContextRun.annotate(ContextRun.ZIPKIN).only(server);

    assertThat(pair).allSatisfy(span -> assertThat(span.traceIdLow()).isEqualTo(LOW));
    assertThat(pair.get(1).parentSpanId()).isEqualTo(pair.get(0).spanId());
    assertThat(pair.get(1).spanId()).isEqualTo(half.spanId());
  }

  /** Repair splits with the same code, after the trace id has changed. */
  @Test
  void split_afterTheTraceIdChanged_sameIdAsBefore() {
    Span unflagged = ContextRun.with(SERVER, ContextRun.CLOUD, TRACE + "/171");
    Span moved = run.only(unflagged);

    assertThat(moved.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(SharedSpanSplit.split(moved).spanId())
        .isEqualTo(SharedSpanSplit.split(unflagged).spanId());
  }

  @Test
  void apply_malformedOriginal_isNotTrusted() {
    for (String original : List.of("", "x", "g".repeat(32), "0".repeat(33), "ABCDEF0123456789")) {
      Span span =
          ContextRun.with(
              ContextRun.with(SERVER, "ichnos.original_trace_id", original),
              ContextRun.CLOUD,
              TRACE + "/171");

      Span moved = run.only(span);

      assertThat(moved.traceIdLow()).isEqualTo(LOW);
      assertThat(run.only(moved)).isSameAs(moved);
    }
  }
}
