package dev.ichnos.propagation;

import static dev.ichnos.model.Sampled.DEFERRED;
import static dev.ichnos.model.Sampled.NOT_SAMPLED;
import static dev.ichnos.model.Sampled.SAMPLED;
import static dev.ichnos.propagation.Readings.assertRefused;
import static dev.ichnos.propagation.Readings.exact;
import static dev.ichnos.propagation.Readings.lenient;
import static dev.ichnos.propagation.TraceContexts.HIGH;
import static dev.ichnos.propagation.TraceContexts.LOW;
import static dev.ichnos.propagation.TraceContexts.PARENT;
import static dev.ichnos.propagation.TraceContexts.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class B3MultiTest {
  private static final String TRACE = "X-B3-TraceId";
  private static final String SPAN_ID = "X-B3-SpanId";
  private static final String PARENT_ID = "X-B3-ParentSpanId";
  private static final String STATE = "X-B3-Sampled";
  private static final String FLAGS = "X-B3-Flags";
  private static final String TRACE_HEX = "5f1d9a7c3b2e4680a1c3e5f708192a3b";
  private static final String SPAN_HEX = "2b4d6f80917a3c5e";
  private static final String PARENT_HEX = "fedcba9876543210";

  @Test
  void read_allHeaders_isTheirContext() {
    assertThat(exact(read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, PARENT_ID, PARENT_HEX, STATE, "1")))
        .isEqualTo(TraceContexts.full().withParentSpanId(PARENT));
  }

  @Test
  void read_idsAlone_isDeferred() {
    assertThat(exact(read(TRACE, "a1c3e5f708192a3b", SPAN_ID, SPAN_HEX)))
        .isEqualTo(TraceContext.of(0, LOW, 64, SPAN, DEFERRED));
  }

  @Test
  void read_sampledAlone_isADecisionAlone() {
    assertThat(exact(read(STATE, "0"))).isEqualTo(TraceContext.decision(NOT_SAMPLED, false));
  }

  @Test
  void read_flagsAlone_isDebugAlone() {
    assertThat(exact(read(FLAGS, "1"))).isEqualTo(TraceContext.decision(SAMPLED, true));
  }

  @Test
  void read_nothingSaid_isAbsent() {
    assertThat(read()).isEqualTo(HeaderReading.ABSENT);
    assertThat(read(FLAGS, "0")).isEqualTo(HeaderReading.ABSENT);
    assertThat(read(TRACE, "", SPAN_ID, " ", STATE, "")).isEqualTo(HeaderReading.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({"true, SAMPLED", "TRUE, SAMPLED", "false, NOT_SAMPLED", "False, NOT_SAMPLED"})
  void read_wordForDecision_isLenient(String word, Sampled expected) {
    assertThat(lenient(read(STATE, word), Leniency.WORD_FOR_DECISION).sampled())
        .isEqualTo(expected);
  }

  @Test
  void read_debugWithSampled_isDebug() {
    assertThat(exact(read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, STATE, "1", FLAGS, "1")))
        .isEqualTo(TraceContexts.full().withSampled(SAMPLED, true));
  }

  @Test
  void read_debugWithNotSampled_isDebug() {
    assertThat(
            lenient(
                read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, STATE, "0", FLAGS, "1"),
                Leniency.DEBUG_OVER_NOT_SAMPLED))
        .isEqualTo(TraceContexts.full().withSampled(SAMPLED, true));
  }

  @Test
  void read_otherFlags_areIgnored() {
    assertThat(
            lenient(
                read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, STATE, "1", FLAGS, "3"),
                Leniency.UNKNOWN_FLAGS))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_emptyParent_isNone() {
    assertThat(exact(read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, PARENT_ID, "", STATE, "1")))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_zeroParent_isNone() {
    assertThat(
            lenient(
                    read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, PARENT_ID, "0000000000000000"),
                    Leniency.ZERO_PARENT)
                .parentSpanId())
        .isZero();
  }

  @Test
  void read_shortIds_arePadded() {
    assertThat(lenient(read(TRACE, "2a3b", SPAN_ID, "c5e"), Leniency.SHORT_ID))
        .isEqualTo(TraceContext.of(0, 0x2a3b, 64, 0xc5e, DEFERRED));
    assertThat(lenient(read(TRACE, "1a1c3e5f708192a3b", SPAN_ID, SPAN_HEX), Leniency.SHORT_ID))
        .isEqualTo(TraceContext.of(1, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_upperCase_isLenient() {
    assertThat(
            lenient(
                read(TRACE, "5F1D9A7C3B2E4680A1C3E5F708192A3B", SPAN_ID, SPAN_HEX),
                Leniency.UPPER_CASE_HEX))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_traceIdWithoutSpanId_stillNamesTheTrace() {
    assertThat(lenient(read(TRACE, TRACE_HEX, PARENT_ID, PARENT_HEX), Leniency.NO_SPAN_ID))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, 0, DEFERRED));
  }

  @Test
  void read_spanIdWithoutTraceId_isRefused() {
    assertRefused(
        read(SPAN_ID, SPAN_HEX, STATE, "1"),
        "x-b3-traceid",
        0,
        "a trace id, as other B3 ids are there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "d", "yes", "11", "1,1", "-1"})
  void read_sampledThatIsNoDecision_isRefused(String value) {
    assertRefused(
        read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, STATE, value), "x-b3-sampled", 0, "0 or 1");
  }

  @Test
  void read_traceIdOf33Digits_isRefused() {
    assertRefused(
        read(TRACE, "0" + TRACE_HEX, SPAN_ID, SPAN_HEX), "x-b3-traceid", 32, "up to 32 hex digits");
  }

  @Test
  void read_nonHexInTraceId_isRefused() {
    assertRefused(
        read(TRACE, "5f1d9a7c-b2e4680", SPAN_ID, SPAN_HEX),
        "x-b3-traceid",
        8,
        "up to 32 hex digits");
  }

  @Test
  void read_traceIdOfZeros_isRefused() {
    assertRefused(
        read(TRACE, "0000000000000000", SPAN_ID, SPAN_HEX),
        "x-b3-traceid",
        0,
        "an id that is not all zeros");
  }

  @Test
  void read_nonHexInSpanId_isRefused() {
    assertRefused(
        read(TRACE, TRACE_HEX, SPAN_ID, "2b4d6f80917a3c5x"),
        "x-b3-spanid",
        15,
        "up to 16 hex digits");
  }

  @Test
  void read_spanIdOf17Digits_isRefused() {
    assertRefused(
        read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX + "0"), "x-b3-spanid", 16, "up to 16 hex digits");
  }

  @Test
  void read_spanIdOfZeros_isRefused() {
    assertRefused(
        read(TRACE, TRACE_HEX, SPAN_ID, "0"), "x-b3-spanid", 0, "an id that is not all zeros");
  }

  @Test
  void read_nonHexInParent_isRefused() {
    assertRefused(
        read(TRACE, TRACE_HEX, SPAN_ID, SPAN_HEX, PARENT_ID, "null"),
        "x-b3-parentspanid",
        0,
        "up to 16 hex digits");
  }

  @Test
  void read_twoTraceIds_isRefused() {
    assertRefused(
        read(TRACE, TRACE_HEX + "," + TRACE_HEX, SPAN_ID, SPAN_HEX),
        "x-b3-traceid",
        32,
        "up to 32 hex digits");
  }

  @Test
  void write_debug_leavesSampledOut() {
    HeaderWriting written =
        HeaderFamilies.B3_MULTI.write(TraceContexts.full().withSampled(SAMPLED, true));
    assertThat(written.headers())
        .containsEntry("x-b3-flags", "1")
        .doesNotContainKey("x-b3-sampled")
        .doesNotContainKey("x-b3-parentspanid");
    assertThat(written.losses()).isEmpty();
  }

  @Test
  void write_64BitTraceId_has16Digits() {
    assertThat(
            HeaderFamilies.B3_MULTI
                .write(TraceContext.of(0, 1, 64, SPAN, NOT_SAMPLED).withParentSpanId(PARENT))
                .headers())
        .containsExactly(
            Map.entry("x-b3-traceid", "0000000000000001"),
            Map.entry("x-b3-spanid", SPAN_HEX),
            Map.entry("x-b3-parentspanid", PARENT_HEX),
            Map.entry("x-b3-sampled", "0"));
  }

  private static HeaderReading read(String... headers) {
    return Readings.reading(HeaderFamilies.B3_MULTI, headers);
  }
}
