package dev.ichnos.propagation;

import static dev.ichnos.model.Sampled.DEFERRED;
import static dev.ichnos.model.Sampled.NOT_SAMPLED;
import static dev.ichnos.model.Sampled.SAMPLED;
import static dev.ichnos.propagation.Readings.exact;
import static dev.ichnos.propagation.Readings.lenient;
import static dev.ichnos.propagation.TraceContexts.HIGH;
import static dev.ichnos.propagation.TraceContexts.LOW;
import static dev.ichnos.propagation.TraceContexts.PARENT;
import static dev.ichnos.propagation.TraceContexts.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class B3SingleTest {
  private static final String LOW_HEX = "a1c3e5f708192a3b";
  private static final String TRACE_HEX = "5f1d9a7c3b2e4680" + LOW_HEX;
  private static final String SPAN_HEX = "2b4d6f80917a3c5e";
  private static final String PARENT_HEX = "fedcba9876543210";
  private static final String IDS = TRACE_HEX + "-" + SPAN_HEX;

  @Test
  void read_length1_isADecisionAlone() {
    assertThat(exact(read("0"))).isEqualTo(TraceContext.decision(NOT_SAMPLED, false));
    assertThat(exact(read("1"))).isEqualTo(TraceContext.decision(SAMPLED, false));
    assertThat(exact(read("d"))).isEqualTo(TraceContext.decision(SAMPLED, true));
  }

  @Test
  void read_length33_isA64BitTraceIdAndDeferred() {
    String value = LOW_HEX + "-" + SPAN_HEX;
    assertThat(value).hasSize(33);
    assertThat(exact(read(value))).isEqualTo(TraceContext.of(0, LOW, 64, SPAN, DEFERRED));
  }

  @Test
  void read_length35_isA64BitTraceIdAndADecision() {
    String value = LOW_HEX + "-" + SPAN_HEX + "-0";
    assertThat(value).hasSize(35);
    assertThat(exact(read(value))).isEqualTo(TraceContext.of(0, LOW, 64, SPAN, NOT_SAMPLED));
  }

  @Test
  void read_length49_isA128BitTraceIdAndDeferred() {
    assertThat(IDS).hasSize(49);
    assertThat(exact(read(IDS))).isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_length51_isA128BitTraceIdAndADecision() {
    assertThat(IDS + "-d").hasSize(51);
    assertThat(exact(read(IDS + "-d")))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, SAMPLED).withSampled(SAMPLED, true));
  }

  @Test
  void read_length52_isA64BitTraceIdWithParent() {
    String value = LOW_HEX + "-" + SPAN_HEX + "-1-" + PARENT_HEX;
    assertThat(value).hasSize(52);
    assertThat(exact(read(value)))
        .isEqualTo(TraceContext.of(0, LOW, 64, SPAN, SAMPLED).withParentSpanId(PARENT));
  }

  @Test
  void read_length68_isA128BitTraceIdWithParent() {
    String value = IDS + "-1-" + PARENT_HEX;
    assertThat(value).hasSize(68);
    assertThat(exact(read(value)))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, SAMPLED).withParentSpanId(PARENT));
  }

  @Test
  void read_paddedTraceId_keepsItsWidth() {
    assertThat(exact(read("0000000000000000" + LOW_HEX + "-" + SPAN_HEX)))
        .isEqualTo(TraceContext.of(0, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_absentOrEmpty_isAbsent() {
    assertThat(HeaderFamilies.B3.read(name -> null)).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("")).isEqualTo(HeaderReading.ABSENT);
    assertThat(read(" \t ")).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void read_blanksAround_doNotCount() {
    assertThat(exact(read(" " + IDS + "-1\t"))).isEqualTo(TraceContexts.full());
  }

  @Test
  void read_upperCase_isLenient() {
    assertThat(lenient(read(IDS.toUpperCase(Locale.ROOT)), Leniency.UPPER_CASE_HEX))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_zeroParent_isNone() {
    assertThat(lenient(read(IDS + "-1-0000000000000000"), Leniency.ZERO_PARENT))
        .isEqualTo(TraceContexts.full());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "D", "t", "-", "é"})
  void read_oneCharacterThatIsNoState_isRefused(String value) {
    refused(value, 0, "0, 1 or d");
  }

  @Test
  void read_wordForDecision_isRefused() {
    refused("true", 0, "16 or 32 hex digits of a trace id");
    refused("false", 2, "16 or 32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOf15Digits_isRefused() {
    refused(LOW_HEX.substring(1) + "-" + SPAN_HEX, 15, "16 or 32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOf17Digits_isRefused() {
    refused("0" + LOW_HEX + "-" + SPAN_HEX, 17, "16 or 32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOf33Digits_isRefused() {
    refused("0" + IDS, 32, "16 or 32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOfZeros_isRefused() {
    refused("0".repeat(32) + "-" + SPAN_HEX, 0, "a trace id that is not all zeros");
  }

  @Test
  void read_traceIdAlone_isRefused() {
    refused(TRACE_HEX, 32, "- and a span id");
  }

  @Test
  void read_noDashAfterTraceId_isRefused() {
    refused(TRACE_HEX + ":" + SPAN_HEX, 32, "- and a span id");
  }

  @Test
  void read_truncatedSpanId_isRefused() {
    refused(IDS.substring(0, 48), 48, "16 hex digits of a span id");
    refused(TRACE_HEX + "-", 33, "16 hex digits of a span id");
  }

  @Test
  void read_nonHexInSpanId_isRefused() {
    refused(TRACE_HEX + "-2b4d6f80917g3c5e", 44, "16 hex digits of a span id");
  }

  @Test
  void read_spanIdOfZeros_isRefused() {
    refused(TRACE_HEX + "-0000000000000000-1", 33, "a span id that is not all zeros");
  }

  @Test
  void read_spanIdOf17Digits_isRefused() {
    refused(IDS + "0", 49, "the end, or - and a sampling state");
  }

  @Test
  void read_dashWithoutState_isRefused() {
    refused(IDS + "-", 50, "0, 1 or d");
  }

  @Test
  void read_unknownState_isRefused() {
    refused(IDS + "-2", 50, "0, 1 or d");
  }

  @Test
  void read_parentWithoutState_isDeferredAsBraveMeansIt() {
    assertThat(lenient(read(IDS + "-" + PARENT_HEX), Leniency.PARENT_WITHOUT_STATE))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED).withParentSpanId(PARENT));
    refused(IDS + "-" + PARENT_HEX + "-1", 66, "the end");
  }

  @Test
  void read_15DigitsAfterTheSpanId_isRefused() {
    refused(IDS + "-" + PARENT_HEX.substring(1), 50, "0, 1 or d");
    refused(IDS + "-000000000000001", 51, "the end, or - and a parent span id");
  }

  @Test
  void read_textAfterState_isRefused() {
    refused(IDS + "-1x", 51, "the end, or - and a parent span id");
  }

  @Test
  void read_truncatedParent_isRefused() {
    refused(IDS + "-1-fedc", 56, "16 hex digits of a parent span id");
  }

  @Test
  void read_textAfterParent_isRefused() {
    refused(IDS + "-1-" + PARENT_HEX + "-", 68, "the end");
  }

  @Test
  void read_twoFields_isRefused() {
    refused(IDS + "," + IDS, 49, "the end, or - and a sampling state");
  }

  @Test
  void write_deferredWithParent_losesTheParent() {
    TraceContext context = TraceContext.of(0, LOW, 64, SPAN, DEFERRED).withParentSpanId(PARENT);
    HeaderWriting written = HeaderFamilies.B3.write(context);
    assertThat(written.headers()).isEqualTo(Map.of("b3", LOW_HEX + "-" + SPAN_HEX));
    assertThat(written.losses()).containsExactly(Loss.PARENT_SPAN_ID);
  }

  @Test
  void write_debugWithParent_isLength68() {
    TraceContext context = TraceContexts.full().withSampled(SAMPLED, true).withParentSpanId(PARENT);
    assertThat(HeaderFamilies.B3.write(context).headers())
        .isEqualTo(Map.of("b3", IDS + "-d-" + PARENT_HEX));
  }

  @Test
  void write_traceWithoutSpan_keepsTheDecision() {
    HeaderWriting written =
        HeaderFamilies.B3.write(TraceContext.of(HIGH, LOW, 128, 0, NOT_SAMPLED));
    assertThat(written.headers()).isEqualTo(Map.of("b3", "0"));
    assertThat(written.losses()).containsExactly(Loss.TRACE_ID);
  }

  private static HeaderReading read(String value) {
    return Readings.reading(HeaderFamilies.B3, value);
  }

  private static void refused(String value, int position, String expected) {
    Readings.assertRefused(read(value), "b3", position, expected);
  }
}
