package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatadogTest {
  private static final long HIGH = 0x463ac35c9f6413adL;
  private static final long LOW = 0x48485a3953bb6124L;
  private static final String LOW_DECIMAL = "5208512171318403364";
  private static final String TID = "_dd.p.tid=463ac35c9f6413ad";
  private static final TraceContext NARROW = TraceContext.of(0, LOW, 64, 7, Sampled.SAMPLED);
  private static final TraceContext WIDE = TraceContext.of(HIGH, LOW, 128, 7, Sampled.SAMPLED);

  @Test
  void read_tid_joinsBothHalves() {
    assertThat(read("1", "x-datadog-tags", "_dd.p.dm=-1," + TID))
        .isEqualTo(
            new HeaderReading.Read(WIDE.withDetail(new DatadogDetail(false, "", "_dd.p.dm=-1"))));
  }

  @Test
  void read_withoutTid_is64Bits() {
    assertThat(read("1")).isEqualTo(new HeaderReading.Read(NARROW));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, NOT_SAMPLED, false",
    "0, NOT_SAMPLED, false",
    "1, SAMPLED, false",
    "2, SAMPLED, true",
    "'', DEFERRED, false",
  })
  void priority_isADecision_andIsWrittenBack(String priority, Sampled sampled, boolean debug) {
    HeaderReading.Read read = (HeaderReading.Read) read(priority);

    assertThat(read.leniencies()).isEmpty();
    assertThat(read.context().sampled()).isEqualTo(sampled);
    assertThat(read.context().debug()).isEqualTo(debug);
    assertThat(
            HeaderFamilies.DATADOG
                .write(read.context())
                .headers()
                .getOrDefault("x-datadog-sampling-priority", ""))
        .isEqualTo(priority);
  }

  @ParameterizedTest
  @CsvSource({"3, SAMPLED", "-2, NOT_SAMPLED", "00, NOT_SAMPLED", "-0, NOT_SAMPLED"})
  void read_unknownPriority_goesBySign(String priority, Sampled sampled) {
    HeaderReading.Read read = (HeaderReading.Read) read(priority);

    assertThat(read.context().sampled()).isEqualTo(sampled);
    assertThat(read.context().debug()).isFalse();
    assertThat(read.leniencies()).containsExactly(Leniency.UNKNOWN_PRIORITY);
  }

  @ParameterizedTest
  @CsvSource({
    "_dd.p.tid=463ac35c9f6413a",
    "_dd.p.tid=463ac35c9f6413ad0",
    "_dd.p.tid=463ac35c9f6413ag",
    "_dd.p.tid=",
  })
  void read_malformedTid_isLeftOut(String tags) {
    assertThat(read("1", "x-datadog-tags", tags))
        .isEqualTo(lenient(NARROW, Leniency.MALFORMED_TRACE_ID_HIGH));
  }

  @Test
  void read_tidOfZeros_is64Bits() {
    assertThat(read("1", "x-datadog-tags", "_dd.p.tid=0000000000000000"))
        .isEqualTo(new HeaderReading.Read(NARROW));
  }

  @Test
  void read_upperCaseTid_isTaken() {
    assertThat(read("1", "x-datadog-tags", "_dd.p.tid=463AC35C9F6413AD"))
        .isEqualTo(lenient(WIDE, Leniency.UPPER_CASE_HEX));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"_dd.p.dm", TID + ",", "," + TID, "=5", "a=b,,c=d"})
  void read_malformedTags_areLeftOut(String tags) {
    assertThat(read("1", "x-datadog-tags", tags))
        .isEqualTo(lenient(NARROW, Leniency.MALFORMED_TAGS));
  }

  @Test
  void read_tagsBeyond512Bytes_areLeftOut() {
    String tags = TID + ",_dd.p.x=";
    String longest = tags + "y".repeat(512 - tags.length());

    assertThat(read("1", "x-datadog-tags", longest))
        .isEqualTo(
            new HeaderReading.Read(
                WIDE.withDetail(
                    new DatadogDetail(false, "", longest.substring(TID.length() + 1)))));
    assertThat(read("1", "x-datadog-tags", longest + "y"))
        .isEqualTo(lenient(NARROW, Leniency.UNFIT_PART));
  }

  @Test
  void read_tagsThatDoNotPropagate_areLeftOutWithoutAWord() {
    assertThat(read("1", "x-datadog-tags", "team=checkout," + TID))
        .isEqualTo(new HeaderReading.Read(WIDE));
  }

  @Test
  void read_overlongOrigin_isLeftOut() {
    assertThat(read("1", "x-datadog-origin", "o".repeat(257)))
        .isEqualTo(lenient(NARROW, Leniency.UNFIT_PART));
  }

  @Test
  void read_charactersThatNoHeaderHolds_areLeftOut() {
    assertThat(read("1", "x-datadog-origin", "rum\r\nX-Evil: 1"))
        .isEqualTo(lenient(NARROW, Leniency.UNFIT_PART));
    assertThat(read("1", "x-datadog-origin", "\u007frum"))
        .isEqualTo(lenient(NARROW, Leniency.UNFIT_PART));
    assertThat(read("1", "x-datadog-tags", "_dd.p.x=é"))
        .isEqualTo(lenient(NARROW, Leniency.UNFIT_PART));
  }

  @Test
  void read_parent0_isATraceWithoutSpan() {
    TraceContext traceAlone = TraceContext.of(0, LOW, 64, 0, Sampled.DEFERRED);

    assertThat(read(Map.of("X-Datadog-Trace-Id", LOW_DECIMAL, "X-Datadog-Parent-Id", "0")))
        .isEqualTo(new HeaderReading.Read(traceAlone));
    assertThat(read(Map.of("x-datadog-trace-id", LOW_DECIMAL)))
        .isEqualTo(lenient(traceAlone, Leniency.NO_SPAN_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "x-datadog-parent-id, 7",
    "x-datadog-sampling-priority, 1",
    "x-datadog-origin, rum",
    "x-datadog-tags, _dd.p.dm=-1",
  })
  void read_withoutTraceId_isRefused(String header, String value) {
    assertThat(read(Map.of(header, value)))
        .isEqualTo(
            new HeaderReading.Refused(
                "x-datadog-trace-id", "", 0, "a decimal trace id, which the other headers need"));
  }

  @ParameterizedTest
  @CsvSource({
    "x-datadog-trace-id, 0, 0, a trace id that is not 0",
    "x-datadog-trace-id, 48485a3953bb6124, 5, a decimal number below 2^64",
    "x-datadog-trace-id, -5, 0, a decimal number below 2^64",
    "x-datadog-trace-id, 18446744073709551616, 0, a decimal number below 2^64",
    "x-datadog-trace-id, '5,6', 1, a decimal number below 2^64",
    "x-datadog-parent-id, 7b, 1, a decimal number below 2^64",
    "x-datadog-parent-id, 18446744073709551616, 0, a decimal number below 2^64",
    "x-datadog-sampling-priority, keep, 0, '-1, 0, 1 or 2'",
    "x-datadog-sampling-priority, -, 1, '-1, 0, 1 or 2'",
    "x-datadog-sampling-priority, 1.5, 1, '-1, 0, 1 or 2'",
    "x-datadog-sampling-priority, 12345678901, 10, '-1, 0, 1 or 2'",
  })
  void read_malformed_namesHeaderAndPlace(String header, String value, int at, String expected) {
    assertThat(read("1", header, value))
        .isEqualTo(new HeaderReading.Refused(header, value, at, expected));
  }

  @Test
  void read_emptyHeaders_areAbsent() {
    assertThat(read(Map.of())).isEqualTo(HeaderReading.ABSENT);
    assertThat(read(Map.of("x-datadog-trace-id", " "))).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void write_everything_isDatadogsForm() {
    DatadogDetail detail = new DatadogDetail(true, "synthetics", "_dd.p.dm=-4,_dd.p.usr.id=YQ==");
    TraceContext context =
        TraceContext.of(HIGH, -1, 128, Long.MIN_VALUE, Sampled.NOT_SAMPLED).withDetail(detail);

    HeaderWriting written = HeaderFamilies.DATADOG.write(context);

    assertThat(written.headers())
        .containsExactly(
            Map.entry("x-datadog-trace-id", "18446744073709551615"),
            Map.entry("x-datadog-parent-id", "9223372036854775808"),
            Map.entry("x-datadog-sampling-priority", "-1"),
            Map.entry("x-datadog-origin", "synthetics"),
            Map.entry("x-datadog-tags", TID + ",_dd.p.dm=-4,_dd.p.usr.id=YQ=="));
    assertThat(written.losses()).isEmpty();
    assertThat(read(written.headers())).isEqualTo(new HeaderReading.Read(context));
  }

  @Test
  void write_tagsThatDoNotFitBesideTid_areLost() {
    String tags = "_dd.p.x=" + "y".repeat(490);
    TraceContext context = WIDE.withDetail(new DatadogDetail(false, "", tags));

    HeaderWriting written = HeaderFamilies.DATADOG.write(context);

    assertThat(written.headers()).containsEntry("x-datadog-tags", TID);
    assertThat(written.losses()).containsExactly(Loss.DETAIL);
  }

  @Test
  void write_userDropThatIsSampledAfterAll_isLost() {
    TraceContext context = NARROW.withDetail(new DatadogDetail(true, "", ""));

    HeaderWriting written = HeaderFamilies.DATADOG.write(context);

    assertThat(written.headers()).containsEntry("x-datadog-sampling-priority", "1");
    assertThat(written.losses()).containsExactly(Loss.DETAIL);
  }

  private static HeaderReading lenient(TraceContext context, Leniency leniency) {
    return new HeaderReading.Read(context, Set.of(leniency));
  }

  /** A whole set of headers, of which one has another value. */
  private static HeaderReading read(String priority, String... more) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-datadog-trace-id", LOW_DECIMAL);
    headers.put("x-datadog-parent-id", "7");
    headers.put("x-datadog-sampling-priority", priority);
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return read(headers);
  }

  private static HeaderReading read(Map<String, String> headers) {
    return HeaderFamilies.DATADOG.read(HeaderLookup.of(headers));
  }
}
