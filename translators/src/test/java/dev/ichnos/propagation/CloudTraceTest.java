package dev.ichnos.propagation;

import static dev.ichnos.model.Sampled.DEFERRED;
import static dev.ichnos.model.Sampled.NOT_SAMPLED;
import static dev.ichnos.model.Sampled.SAMPLED;
import static dev.ichnos.propagation.Readings.exact;
import static dev.ichnos.propagation.Readings.lenient;
import static dev.ichnos.propagation.TraceContexts.HIGH;
import static dev.ichnos.propagation.TraceContexts.LOW;
import static dev.ichnos.propagation.TraceContexts.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTraceTest {
  private static final String TRACE = "5f1d9a7c3b2e4680a1c3e5f708192a3b";
  private static final String SPAN_DECIMAL = Long.toUnsignedString(SPAN);

  @Test
  void read_traceSpanAndOption_isTheirContext() {
    assertThat(exact(read(TRACE + "/" + SPAN_DECIMAL + ";o=1"))).isEqualTo(TraceContexts.full());
    assertThat(exact(read(TRACE + "/" + SPAN_DECIMAL + ";o=0")).sampled()).isEqualTo(NOT_SAMPLED);
  }

  @Test
  void read_noOption_isDeferred() {
    assertThat(exact(read(TRACE + "/" + SPAN_DECIMAL)))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED));
  }

  @Test
  void read_traceAlone_isATraceWithoutSpan() {
    assertThat(exact(read(TRACE))).isEqualTo(TraceContext.of(HIGH, LOW, 128, 0, DEFERRED));
  }

  @Test
  void read_traceAndOption_isATraceWithoutSpan() {
    assertThat(exact(read(TRACE + ";o=1"))).isEqualTo(TraceContext.of(HIGH, LOW, 128, 0, SAMPLED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00000000000000000000"})
  void read_spanZero_isNoSpan(String zero) {
    assertThat(exact(read(TRACE + "/" + zero + ";o=1")))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, 0, SAMPLED));
  }

  @Test
  void read_highHalfOfZeros_isGood() {
    assertThat(exact(read("0000000000000000a1c3e5f708192a3b/1")))
        .isEqualTo(TraceContext.of(0, LOW, 128, 1, DEFERRED));
  }

  @Test
  void read_lowHalfOfZeros_isGood() {
    assertThat(exact(read("5f1d9a7c3b2e46800000000000000000/1")))
        .isEqualTo(TraceContext.of(HIGH, 0, 128, 1, DEFERRED));
  }

  @Test
  void read_spanBeyondSignedLong_isGood() {
    assertThat(exact(read(TRACE + "/9223372036854775808")).spanId()).isEqualTo(Long.MIN_VALUE);
    assertThat(exact(read(TRACE + "/18446744073709551615")).spanId()).isEqualTo(-1);
  }

  @Test
  void read_spanWithLeadingZeros_isGood() {
    assertThat(exact(read(TRACE + "/00000000000000000042")).spanId()).isEqualTo(42);
  }

  @Test
  void read_optionsBeyondOne_areAMask() {
    assertThat(lenient(read(TRACE + "/1;o=2"), Leniency.UNKNOWN_FLAGS).sampled())
        .isEqualTo(NOT_SAMPLED);
    assertThat(lenient(read(TRACE + "/1;o=3"), Leniency.UNKNOWN_FLAGS).sampled())
        .isEqualTo(SAMPLED);
  }

  @Test
  void read_upperCase_isLenient() {
    assertThat(
            lenient(
                read(TRACE.toUpperCase(Locale.ROOT) + "/" + SPAN_DECIMAL + ";o=1"),
                Leniency.UPPER_CASE_HEX))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_absentEmptyOrBlank_isAbsent() {
    assertThat(HeaderFamilies.CLOUD_TRACE.read(name -> null)).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("")).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("  ")).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void read_traceIdOf31Digits_isRefused() {
    refused(TRACE.substring(1) + "/1", 31, "32 hex digits of a trace id");
    refused(TRACE.substring(1), 31, "32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOf33Digits_isRefused() {
    refused("0" + TRACE, 32, "the end, / or ;o=");
  }

  @Test
  void read_traceIdOf16Digits_isRefused() {
    refused("a1c3e5f708192a3b/1;o=1", 16, "32 hex digits of a trace id");
  }

  @Test
  void read_traceIdWithDashes_isRefused() {
    refused("5f1d9a7c-3b2e-4680-a1c3-e5f708192a3b", 8, "32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOfZeros_isRefused() {
    refused("0".repeat(32) + "/1;o=1", 0, "a trace id that is not all zeros");
  }

  @Test
  void read_slashWithoutSpan_isRefused() {
    refused(TRACE + "/", 33, "a span id in decimal digits");
    refused(TRACE + "/;o=1", 33, "a span id in decimal digits");
  }

  @Test
  void read_spanInHex_isRefused() {
    refused(TRACE + "/2b4d6f80917a3c5e;o=1", 34, "a span id in decimal digits");
  }

  @Test
  void read_negativeSpan_isRefused() {
    refused(TRACE + "/-1;o=1", 33, "a span id in decimal digits");
  }

  @Test
  void read_spanThatOverflows_isRefused() {
    refused(TRACE + "/18446744073709551616", 33, "a span id of at most 18446744073709551615");
    refused(TRACE + "/99999999999999999999", 33, "a span id of at most 18446744073709551615");
  }

  @Test
  void read_spanOf21Digits_isRefused() {
    refused(TRACE + "/000000000000000000001", 33, "a span id of at most 18446744073709551615");
  }

  @Test
  void read_emptyOption_isRefused() {
    refused(TRACE + "/1;o=", 37, "0, 1, 2 or 3");
    refused(TRACE + "/1;", 34, "the end or ;o=");
  }

  @Test
  void read_optionBeyondThree_isRefused() {
    refused(TRACE + "/1;o=4", 37, "0, 1, 2 or 3");
  }

  @Test
  void read_optionOfTwoDigits_isRefused() {
    refused(TRACE + "/1;o=11", 38, "the end");
  }

  @Test
  void read_wordForOption_isRefused() {
    refused(TRACE + "/1;o=true", 37, "0, 1, 2 or 3");
  }

  @Test
  void read_otherParameter_isRefused() {
    refused(TRACE + "/1;x=1", 34, "the end or ;o=");
    refused(TRACE + "/1;o=1;x=1", 38, "the end");
  }

  @Test
  void read_blankInside_isRefused() {
    refused(TRACE + "/1; o=1", 34, "the end or ;o=");
    refused(TRACE + " /1;o=1", 32, "the end, / or ;o=");
  }

  @Test
  void read_twoFields_isRefused() {
    refused(TRACE + "/1;o=1," + TRACE + "/1;o=1", 38, "the end");
  }

  @Test
  void write_spanBeyondSignedLong_isUnsignedDecimal() {
    assertThat(written(TraceContext.of(HIGH, LOW, 128, -1, DEFERRED)))
        .isEqualTo(TRACE + "/18446744073709551615");
    assertThat(written(TraceContext.of(HIGH, LOW, 128, Long.MIN_VALUE, SAMPLED)))
        .isEqualTo(TRACE + "/9223372036854775808;o=1");
  }

  @Test
  void write_64BitTraceId_isPadded() {
    assertThat(written(TraceContext.of(0, LOW, 64, 10, NOT_SAMPLED)))
        .isEqualTo("0000000000000000a1c3e5f708192a3b/10;o=0");
  }

  @Test
  void write_noSpan_isSpanZero() {
    assertThat(written(TraceContext.of(HIGH, LOW, 128, 0, SAMPLED))).isEqualTo(TRACE + "/0;o=1");
  }

  @Test
  void write_decisionAlone_isNothing() {
    HeaderWriting written = HeaderFamilies.CLOUD_TRACE.write(TraceContext.decision(SAMPLED, true));
    assertThat(written.headers()).isEqualTo(Map.of());
    assertThat(written.losses()).containsExactly(Loss.DECISION, Loss.DEBUG);
  }

  private static String written(TraceContext context) {
    return HeaderFamilies.CLOUD_TRACE.write(context).headers().get("x-cloud-trace-context");
  }

  private static HeaderReading read(String value) {
    return Readings.reading(HeaderFamilies.CLOUD_TRACE, value);
  }

  private static void refused(String value, int position, String expected) {
    Readings.assertRefused(read(value), "x-cloud-trace-context", position, expected);
  }
}
