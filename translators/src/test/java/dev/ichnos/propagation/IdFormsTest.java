package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdFormsTest {
  private static final TraceId TRACE = new TraceId(0x463ac35c9f6413adL, 0x48485a3953bb6124L);
  private static final TraceId NONE = new TraceId(0, 0);

  @Test
  void ofTrace_128Bits_writesEveryForm() {
    assertThat(IdForms.ofTrace(TRACE))
        .containsExactly(
            Map.entry("hex", "463ac35c9f6413ad48485a3953bb6124"),
            Map.entry("hex_short", "463ac35c9f6413ad48485a3953bb6124"),
            Map.entry("hex_low", "48485a3953bb6124"),
            Map.entry("decimal", "93351075330931896558786731617803788580"),
            Map.entry("decimal_low", "5208512171318403364"),
            Map.entry("datadog", "5208512171318403364 _dd.p.tid=463ac35c9f6413ad"),
            Map.entry("x_ray", "1-463ac35c-9f6413ad48485a3953bb6124"),
            Map.entry("uuid", "463ac35c-9f64-13ad-4848-5a3953bb6124"),
            Map.entry("base64", "RjrDXJ9kE61ISFo5U7thJA=="));
  }

  @Test
  void ofTrace_64Bits_isPaddedAndHasNoDatadogTag() {
    assertThat(IdForms.ofTrace(new TraceId(0, 0xff)))
        .containsEntry("hex", "000000000000000000000000000000ff")
        .containsEntry("hex_short", "ff")
        .containsEntry("decimal", "255")
        .containsEntry("datadog", "255")
        .containsEntry("x_ray", "1-00000000-0000000000000000000000ff");
  }

  @Test
  void ofTrace_lowerHalfOfZeros_hasNoDatadogForm() {
    assertThat(IdForms.ofTrace(new TraceId(1, 0)))
        .doesNotContainKey("datadog")
        .containsEntry("decimal_low", "0")
        .containsEntry("decimal", "18446744073709551616");
  }

  @Test
  void ofSpan_topBit_isUnsigned() {
    assertThat(IdForms.ofSpan(NONE, -1))
        .containsExactly(
            Map.entry("hex", "ffffffffffffffff"),
            Map.entry("hex_short", "ffffffffffffffff"),
            Map.entry("decimal", "18446744073709551615"),
            Map.entry("x_cloud", "/18446744073709551615"),
            Map.entry("base64", "//////////8="));
  }

  @Test
  void ofSpan_ofAKnownTrace_namesBothInXCloud() {
    assertThat(IdForms.ofSpan(TRACE, 10))
        .containsEntry("hex_short", "a")
        .containsEntry("x_cloud", "463ac35c9f6413ad48485a3953bb6124/10");
  }

  @Test
  void everyForm_isReadBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      TraceId trace = new TraceId(random.nextLong() >>> i % 64, random.nextLong() >>> i % 61);
      long span = random.nextLong() >>> i % 64;
      if (trace.high() == 0 || trace.low() == 0 || span == 0) {
        continue;
      }
      Set<String> ofLowHalf = Set.of("hex_low", "decimal_low");
      IdForms.ofTrace(trace)
          .forEach(
              (form, text) ->
                  assertThat(IdReader.read(text))
                      .as(form + " " + text)
                      .extracting(IdReading::traceId)
                      .contains(ofLowHalf.contains(form) ? new TraceId(0, trace.low()) : trace));
      IdForms.ofSpan(i % 2 == 0 ? trace : NONE, span)
          .forEach(
              (form, text) ->
                  assertThat(List.copyOf(IdReader.read(text)))
                      .as(form + " " + text)
                      .extracting(IdReading::spanId)
                      .contains(span));
    }
  }
}
