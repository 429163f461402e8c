package dev.ichnos.propagation;

import static dev.ichnos.model.Sampled.DEFERRED;
import static dev.ichnos.model.Sampled.NOT_SAMPLED;
import static dev.ichnos.model.Sampled.SAMPLED;
import static dev.ichnos.propagation.Readings.assertRefused;
import static dev.ichnos.propagation.Readings.exact;
import static dev.ichnos.propagation.Readings.lenient;
import static dev.ichnos.propagation.TraceContexts.HIGH;
import static dev.ichnos.propagation.TraceContexts.LOW;
import static dev.ichnos.propagation.TraceContexts.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrpcTraceBinTest {
  private static final String HEADER = "grpc-trace-bin";
  private static final String TRACE = "00" + "5f1d9a7c3b2e4680a1c3e5f708192a3b";
  private static final String SPAN_FIELD = "01" + "2b4d6f80917a3c5e";
  private static final String FULL = "00" + TRACE + SPAN_FIELD + "0201";
  private static final String ZERO_TRACE = "a trace id (field 0) that is not all zeros (byte 1)";

  @Test
  void read_unpaddedBase64_isItsContext() {
    assertThat(base64(FULL)).hasSize(39);
    assertThat(exact(read(base64(FULL)))).isEqualTo(TraceContexts.full());
  }

  @Test
  void read_paddedBase64_isItsContext() {
    assertThat(exact(read(base64(FULL) + "="))).isEqualTo(TraceContexts.full());
    String twoPads = padded(FULL + "03aa");
    assertThat(twoPads).endsWith("==");
    assertThat(lenient(read(twoPads), Leniency.UNKNOWN_FIELD)).isEqualTo(TraceContexts.full());
  }

  @Test
  void read_rawBytes_isItsContext() {
    assertThat(exact(HeaderFamilies.GRPC_TRACE_BIN.read(HexFormat.of().parseHex(FULL))))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_otherOptionBits_areIgnored() {
    assertThat(exact(read(base64("00" + TRACE + SPAN_FIELD + "02fe"))).sampled())
        .isEqualTo(NOT_SAMPLED);
    assertThat(exact(read(base64("00" + TRACE + SPAN_FIELD + "02ff"))).sampled())
        .isEqualTo(SAMPLED);
  }

  @Test
  void read_noOptions_isTheSpecifiedDefault() {
    assertThat(exact(read(base64("00" + TRACE + SPAN_FIELD))))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, SPAN, NOT_SAMPLED));
  }

  @Test
  void read_noSpanId_stillNamesTheTrace() {
    assertThat(lenient(read(base64("00" + TRACE + "0201")), Leniency.NO_SPAN_ID))
        .isEqualTo(TraceContext.of(HIGH, LOW, 128, 0, SAMPLED));
    assertThat(
            lenient(read(base64("00" + TRACE + "010000000000000000")), Leniency.NO_SPAN_ID)
                .hasSpan())
        .isFalse();
  }

  @Test
  void read_unknownField_endsTheReading() {
    assertThat(lenient(read(base64(FULL + "03aabbcc")), Leniency.UNKNOWN_FIELD))
        .isEqualTo(TraceContexts.full());
    assertThat(
            lenient(read(base64("00" + TRACE + SPAN_FIELD + "ff" + "0201")), Leniency.UNKNOWN_FIELD)
                .sampled())
        .isEqualTo(NOT_SAMPLED);
  }

  @Test
  void read_veryLongTail_isNotRead() {
    assertThat(lenient(read(base64(FULL + "03" + "00".repeat(9000))), Leniency.UNKNOWN_FIELD))
        .isEqualTo(TraceContexts.full());
  }

  @Test
  void read_absentEmptyOrBlank_isAbsent() {
    assertThat(HeaderFamilies.GRPC_TRACE_BIN.read(name -> null)).isEqualTo(HeaderReading.ABSENT);
    assertThat(read("")).isEqualTo(HeaderReading.ABSENT);
    assertThat(read(" ")).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void read_noBase64_isRefused() {
    assertRefused(read("AABf_Zp8"), HEADER, 4, "a base64 digit");
    assertRefused(read("AAB é"), HEADER, 3, "a base64 digit");
    assertRefused(read("===="), HEADER, 0, "a base64 digit");
  }

  @Test
  void read_paddingWhereNoneBelongs_isRefused() {
    assertRefused(read(base64(FULL) + "=="), HEADER, 39, "a base64 digit");
  }

  @Test
  void read_onlyPadding_isRefused() {
    assertRefused(read("="), HEADER, 0, "a base64 digit");
  }

  @Test
  void read_digitLeftOver_isRefused() {
    assertRefused(read("AABfA"), HEADER, 5, "a whole number of bytes in base64");
  }

  @Test
  void read_twoFields_isRefused() {
    assertRefused(read(base64(FULL) + "," + base64(FULL)), HEADER, 39, "a base64 digit");
  }

  @Test
  void read_version1_isRefused() {
    assertRefused(read(base64("01" + FULL.substring(2))), HEADER, 0, "version 0 (byte 0)");
  }

  @Test
  void read_versionAlone_isRefused() {
    assertRefused(read(base64("00")), HEADER, 1, ZERO_TRACE);
  }

  @Test
  void read_noTraceId_isRefused() {
    assertRefused(read(base64("00" + SPAN_FIELD + "0201")), HEADER, 1, ZERO_TRACE);
  }

  @Test
  void read_traceIdOfZeros_isRefused() {
    assertRefused(
        read(base64("00" + "00" + "00".repeat(16) + SPAN_FIELD + "0201")), HEADER, 1, ZERO_TRACE);
  }

  @Test
  void read_truncatedTraceId_isRefused() {
    assertRefused(
        read(base64("00" + TRACE.substring(0, 20))), HEADER, 14, "all bytes of field 0 (byte 11)");
  }

  @Test
  void read_truncatedSpanId_isRefused() {
    assertRefused(
        read(base64("00" + TRACE + "012b4d")), HEADER, 28, "all bytes of field 1 (byte 21)");
  }

  @Test
  void read_truncatedOptions_isRefused() {
    assertRefused(
        read(base64("00" + TRACE + SPAN_FIELD + "02")),
        HEADER,
        37,
        "all bytes of field 2 (byte 28)");
  }

  @Test
  void read_fieldTwice_isRefused() {
    assertRefused(
        read(base64("00" + TRACE + "0201" + "0200")), HEADER, 26, "no field 2 twice (byte 20)");
  }

  @Test
  void read_emptyBytes_isRefused() {
    assertRefused(HeaderFamilies.GRPC_TRACE_BIN.read(new byte[0]), HEADER, 0, "version 0 (byte 0)");
  }

  @Test
  void read_badBytes_nameThemInBase64() {
    HeaderReading reading = HeaderFamilies.GRPC_TRACE_BIN.read(new byte[] {7, 1});
    assertThat(reading)
        .isEqualTo(new HeaderReading.Refused(HEADER, "BwE", 0, "version 0 (byte 0)"));
  }

  @Test
  void write_full_is29BytesUnpadded() {
    assertThat(HeaderFamilies.GRPC_TRACE_BIN.write(TraceContexts.full()).headers())
        .isEqualTo(Map.of(HEADER, base64(FULL)));
  }

  @Test
  void write_deferred_isNotSampledAndSaysSo() {
    HeaderWriting written =
        HeaderFamilies.GRPC_TRACE_BIN.write(TraceContext.of(HIGH, LOW, 128, SPAN, DEFERRED));
    assertThat(written.headers().get(HEADER))
        .isEqualTo(base64(FULL.substring(0, FULL.length() - 2) + "00"));
    assertThat(written.losses()).containsExactly(Loss.DEFERRED);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static String padded(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static HeaderReading read(String value) {
    return Readings.reading(HeaderFamilies.GRPC_TRACE_BIN, value);
  }
}
