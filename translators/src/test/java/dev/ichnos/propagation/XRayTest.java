package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayTest {
  private static final String ROOT = "Root=1-463ac35c-9f6413ad48485a3953bb6124";
  private static final TraceContext CONTEXT =
      TraceContext.of(
          0x463ac35c9f6413adL, 0x48485a3953bb6124L, 128, 0x53995c3f42cd8ad8L, Sampled.SAMPLED);
  private static final TraceContext ROOT_ALONE =
      TraceContext.of(0x463ac35c9f6413adL, 0x48485a3953bb6124L, 128, 0, Sampled.DEFERRED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1",
        "Sampled=1;Parent=53995c3f42cd8ad8;" + ROOT,
        " " + ROOT + " ; Sampled=1;\tParent=53995c3f42cd8ad8 ;",
        ";;" + ROOT + ";Sampled=1;;Parent=53995c3f42cd8ad8",
      })
  void read_fieldsInAnyOrder_withBlanks(String value) {
    assertThat(read(value)).isEqualTo(new HeaderReading.Read(CONTEXT));
  }

  @ParameterizedTest
  @CsvSource({"1, SAMPLED", "0, NOT_SAMPLED", "?, DEFERRED"})
  void read_sampled_hasThreeStates(String value, Sampled sampled) {
    assertThat(read(ROOT + ";Parent=53995c3f42cd8ad8;Sampled=" + value))
        .isEqualTo(new HeaderReading.Read(CONTEXT.withSampled(sampled, false)));
  }

  @Test
  void read_rootAlone_isATraceWithoutSpan() {
    assertThat(read(ROOT)).isEqualTo(new HeaderReading.Read(ROOT_ALONE));
  }

  @Test
  void read_parentOfZeros_isATraceWithoutSpan() {
    assertThat(read(ROOT + ";Parent=0000000000000000"))
        .isEqualTo(new HeaderReading.Read(ROOT_ALONE, Set.of(Leniency.NO_SPAN_ID)));
  }

  @Test
  void read_sampledAlone_isADecision() {
    assertThat(read("Sampled=0"))
        .isEqualTo(new HeaderReading.Read(TraceContext.decision(Sampled.NOT_SAMPLED, false)));
  }

  @Test
  void read_upperCaseHex_isTaken() {
    assertThat(read("Root=1-463AC35C-9F6413AD48485A3953BB6124;Parent=53995C3F42CD8AD8;Sampled=1"))
        .isEqualTo(new HeaderReading.Read(CONTEXT, Set.of(Leniency.UPPER_CASE_HEX)));
  }

  @Test
  void otherFields_areKeptAndWrittenBack() {
    String others = "Self=1-67891234-12456789abcdef012345678;Lineage=1:a1b2c3d4:0;team=a=b";
    TraceContext context = CONTEXT.withDetail(new XRayDetail(others));

    assertThat(
            read(
                "Self=1-67891234-12456789abcdef012345678;Sampled=1;"
                    + ROOT
                    + ";Lineage=1:a1b2c3d4:0;Parent=53995c3f42cd8ad8;team=a=b"))
        .isEqualTo(new HeaderReading.Read(context));
    assertThat(HeaderFamilies.X_RAY.write(context))
        .isEqualTo(
            new HeaderWriting(
                Map.of("x-amzn-trace-id", ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1;" + others),
                Set.of()));
  }

  @Test
  void read_otherFieldsThatNoHeaderHolds_areLeftOut() {
    assertThat(read(ROOT + ";a=b\r\nX-Evil: 1;c=d"))
        .isEqualTo(
            new HeaderReading.Read(
                ROOT_ALONE.withDetail(new XRayDetail("c=d")), Set.of(Leniency.UNFIT_PART)));
  }

  @Test
  void read_otherFieldsBeyond256Characters_areLeftOut() {
    String fits = "a=" + "b".repeat(253);

    assertThat(read(ROOT + ";" + fits))
        .isEqualTo(new HeaderReading.Read(ROOT_ALONE.withDetail(new XRayDetail(fits))));
    assertThat(read(ROOT + ";" + fits + "b"))
        .isEqualTo(new HeaderReading.Read(ROOT_ALONE, Set.of(Leniency.UNFIT_PART)));
    assertThat(read("Sampled=1;" + fits + "b"))
        .isEqualTo(
            new HeaderReading.Read(
                TraceContext.decision(Sampled.SAMPLED, false), Set.of(Leniency.UNFIT_PART)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Root=2-463ac35c-9f6413ad48485a3953bb6124 | 5 | 1-8HEX-24HEX",
        "Root=1-463ac35-9f6413ad48485a3953bb61244 | 5 | 1-8HEX-24HEX",
        "Root=1-463ac35c-9f6413ad48485a3953bb612 | 5 | 1-8HEX-24HEX",
        "Root=1-463ac35c-9f6413ad48485a3953bb61244 | 5 | 1-8HEX-24HEX",
        "Root=1-463ac35c-9f6413ad48485a3953bb612g | 5 | 1-8HEX-24HEX",
        "Root=463ac35c9f6413ad48485a3953bb6124 | 5 | 1-8HEX-24HEX",
        "Root= | 5 | 1-8HEX-24HEX",
        "Root=1-00000000-000000000000000000000000 | 5 | a trace id that is not all zeros",
        ROOT + ";" + ROOT + " | 46 | one Root",
        ROOT + ";Parent=53995c3f42cd8ad | 48 | 16 hex digits of a span id",
        ROOT + ";Parent=53995c3f42cd8ad80 | 48 | 16 hex digits of a span id",
        ROOT + ";Parent=53995c3f42cd8adg | 48 | 16 hex digits of a span id",
        ROOT + ";Parent= | 48 | 16 hex digits of a span id",
        ROOT + ";Parent=53995c3f42cd8ad8;Parent=53995c3f42cd8ad8 | 72 | one Parent",
        ROOT + ";Sampled=2 | 49 | '0, 1 or ?'",
        ROOT + ";Sampled=true | 49 | '0, 1 or ?'",
        ROOT + ";Sampled= | 49 | '0, 1 or ?'",
        ROOT + ";Sampled=1;Sampled=0 | 59 | one Sampled",
        ROOT + ";Self | 45 | NAME=VALUE",
        ROOT + ";=1 | 41 | NAME=VALUE",
        "Parent=53995c3f42cd8ad8;Sampled=1 | 33 | Root=1-8HEX-24HEX",
        "Sampled=? | 9 | Root=1-8HEX-24HEX",
        "Self=1-67891234-12456789abcdef012345678 | 39 | Root=1-8HEX-24HEX",
        "; | 1 | Root=1-8HEX-24HEX",
      })
  void read_malformed_namesThePlace(String value, int at, String expected) {
    assertThat(read(value))
        .isEqualTo(new HeaderReading.Refused("x-amzn-trace-id", value, at, expected));
  }

  @Test
  void read_empty_isAbsent() {
    assertThat(read("")).isEqualTo(HeaderReading.ABSENT);
  }

  @Test
  void write_decisionAlone_isSampledAlone() {
    assertThat(HeaderFamilies.X_RAY.write(TraceContext.decision(Sampled.SAMPLED, false)).headers())
        .containsExactly(Map.entry("x-amzn-trace-id", "Sampled=1"));
  }

  private static HeaderReading read(String value) {
    return HeaderFamilies.X_RAY.read(HeaderLookup.of("X-Amzn-Trace-Id", value));
  }
}
