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

class TraceParentTest {
  private static final String TRACE = "5f1d9a7c3b2e4680a1c3e5f708192a3b";
  private static final String SPAN_HEX = "2b4d6f80917a3c5e";
  private static final String IDS = TRACE + "-" + SPAN_HEX;
  private static final String GOOD = "00-" + IDS + "-01";

  @Test
  void read_exactForm_isItsContext() {
    assertThat(exact(read(GOOD))).isEqualTo(TraceContexts.full());
    assertThat(exact(read("00-" + IDS + "-00")).sampled()).isEqualTo(NOT_SAMPLED);
  }

  @Test
  void read_randomFlag_isKept() {
    assertThat(exact(read("00-" + IDS + "-03"))).isEqualTo(TraceContexts.full().withW3c(true, ""));
    assertThat(exact(read("00-" + IDS + "-02")).randomTraceId()).isTrue();
  }

  @Test
  void read_otherFlags_areIgnored() {
    assertThat(exact(read("00-" + IDS + "-fd"))).isEqualTo(TraceContexts.full());
  }

  @Test
  void read_halfOfTheTraceIdZeros_isGood() {
    assertThat(exact(read("00-0000000000000000a1c3e5f708192a3b-" + SPAN_HEX + "-01")))
        .isEqualTo(TraceContext.of(0, LOW, 128, SPAN, SAMPLED));
  }

  @Test
  void read_upperCase_isLenient() {
    assertThat(lenient(read(GOOD.toUpperCase(Locale.ROOT)), Leniency.UPPER_CASE_HEX))
        .isEqualTo(TraceContexts.full());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-what the future brings"})
  void read_laterVersion_isReadAsFarAsItIsSure(String tail) {
    assertThat(lenient(read("cc-" + IDS + "-03" + tail), Leniency.FUTURE_VERSION))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_absentEmptyOrBlank_isAbsent() {
    assertThat(HeaderFamilies.TRACEPARENT.read(name -> null)).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("")).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("\t")).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void read_tracestateAlone_isAbsent() {
    assertThat(Readings.reading(HeaderFamilies.TRACEPARENT, "tracestate", "a=b"))
        .isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void read_versionFf_isRefused() {
    refused("ff-" + IDS + "-01", 0, "a version other than ff");
    refused("Ff-" + IDS + "-01", 0, "a version other than ff");
  }

  @Test
  void read_nonHexVersion_isRefused() {
    refused("0x-" + IDS + "-01", 1, "2 hex digits of a version");
  }

  @Test
  void read_noVersion_isRefused() {
    refused(IDS + "-01", 2, "-");
  }

  @Test
  void read_traceIdOf31Digits_isRefused() {
    refused("00-" + TRACE.substring(1) + "-" + SPAN_HEX + "-01", 34, "32 hex digits of a trace id");
  }

  @Test
  void read_traceIdOf33Digits_isRefused() {
    refused("00-0" + IDS + "-01", 35, "-");
  }

  @Test
  void read_traceIdOfZeros_isRefused() {
    refused("00-" + "0".repeat(32) + "-" + SPAN_HEX + "-01", 3, "a trace id that is not all zeros");
  }

  @Test
  void read_spanIdOfZeros_isRefused() {
    refused("00-" + TRACE + "-0000000000000000-01", 36, "a span id that is not all zeros");
  }

  @Test
  void read_nonHexInSpanId_isRefused() {
    refused("00-" + TRACE + "-2b4d6f80917a3c5é-01", 51, "16 hex digits of a span id");
  }

  @Test
  void read_noFlags_isRefused() {
    refused("00-" + IDS, 52, "-");
    refused("00-" + IDS + "-", 53, "2 hex digits of flags");
  }

  @Test
  void read_oneDigitOfFlags_isRefused() {
    refused("00-" + IDS + "-1", 54, "2 hex digits of flags");
  }

  @Test
  void read_version0WithMore_isRefused() {
    refused(GOOD + "-", 55, "the end");
    refused(GOOD + "0", 55, "the end");
  }

  @Test
  void read_laterVersionGoingOnWithoutDash_isRefused() {
    refused("01-" + IDS + "-010", 55, "the end or -");
  }

  @Test
  void read_twoFields_isRefused() {
    refused(GOOD + "," + GOOD, 55, "the end");
  }

  @Test
  void read_blankBeforeAMistake_countsInThePosition() {
    refused("  0x-" + IDS + "-01", 3, "2 hex digits of a version");
  }

  @Test
  void write_full_isTheExactForm() {
    HeaderWriting written =
        HeaderFamilies.TRACEPARENT.write(TraceContexts.full().withW3c(true, "a=1"));
    assertThat(written.headers())
        .containsExactly(
            Map.entry("traceparent", "00-" + IDS + "-03"), Map.entry("tracestate", "a=1"));
    assertThat(written.losses()).isEmpty();
  }

  @Test
  void write_64BitDeferredWithParent_namesItsLosses() {
    HeaderWriting written =
        HeaderFamilies.TRACEPARENT.write(
            TraceContext.of(0, LOW, 64, SPAN, DEFERRED).withParentSpanId(PARENT));
    assertThat(written.headers())
        .isEqualTo(
            Map.of("traceparent", "00-0000000000000000a1c3e5f708192a3b-" + SPAN_HEX + "-00"));
    assertThat(written.losses())
        .containsExactly(Loss.TRACE_ID_WIDTH, Loss.PARENT_SPAN_ID, Loss.DEFERRED);
  }

  @Test
  void write_traceWithoutSpan_isNothing() {
    HeaderWriting written =
        HeaderFamilies.TRACEPARENT.write(TraceContext.of(HIGH, LOW, 128, 0, SAMPLED));
    assertThat(written.headers()).isEmpty();
    assertThat(written.losses()).containsExactly(Loss.TRACE_ID, Loss.DECISION);
  }

  private static HeaderReading read(String parent) {
    return Readings.reading(HeaderFamilies.TRACEPARENT, parent);
  }

  private static void refused(String value, int position, String expected) {
    Readings.assertRefused(read(value), "traceparent", position, expected);
  }
}
