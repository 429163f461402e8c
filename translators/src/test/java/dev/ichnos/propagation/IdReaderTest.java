package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.TraceId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdReaderTest {
  private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hex | 463ac35c9f6413ad48485a3953bb6124",
        "hex | 463AC35C9F6413AD48485A3953BB6124",
        "hex | 0x463ac35c9f6413ad48485a3953bb6124",
        "decimal | 93351075330931896558786731617803788580",
        "datadog | 5208512171318403364 _dd.p.tid=463ac35c9f6413ad",
        "datadog | 5208512171318403364,_dd.p.tid=463AC35C9F6413AD",
        "x_ray | 1-463ac35c-9f6413ad48485a3953bb6124",
        "uuid | 463ac35c-9f64-13ad-4848-5a3953bb6124",
        "base64 | RjrDXJ9kE61ISFo5U7thJA==",
        "x-cloud-trace-context | 463ac35c9f6413ad48485a3953bb6124/0",
        "x-cloud-trace-context | 463ac35c9f6413ad48485a3953bb6124;o=1",
        "x-amzn-trace-id | Root=1-463ac35c-9f6413ad48485a3953bb6124",
      })
  void read_traceId_inAnyForm(String form, String text) {
    assertThat(IdReader.read(text))
        .containsExactly(
            new IdReading(form, new TraceId(0x463ac35c9f6413adL, 0x48485a3953bb6124L), 0, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-cloud-trace-context | 463ac35c9f6413ad48485a3953bb6124/5208512171318403364;o=1",
        "traceparent | 00-463ac35c9f6413ad48485a3953bb6124-48485a3953bb6124-01",
        "b3 | 463ac35c9f6413ad48485a3953bb6124-48485a3953bb6124-d",
        "x-amzn-trace-id | Parent=48485a3953bb6124;Root=1-463ac35c-9f6413ad48485a3953bb6124",
        "grpc-trace-bin | AABGOsNcn2QTrUhIWjlTu2EkAUhIWjlTu2EkAgE",
      })
  void read_headerValue_namesTraceAndSpan(String form, String text) {
    assertThat(IdReader.read(text))
        .containsExactly(
            new IdReading(
                form,
                new TraceId(0x463ac35c9f6413adL, 0x48485a3953bb6124L),
                0x48485a3953bb6124L,
                false));
  }

  @Test
  void read_shortHex_isOneNumberOf64Bits() {
    assertThat(IdReader.read("48485a3953bb6124"))
        .containsExactly(either("hex", 0x48485a3953bb6124L));
    assertThat(IdReader.read(" ab ")).containsExactly(either("hex", 0xab));
    assertThat(IdReader.read("0x10")).containsExactly(either("hex", 0x10));
    assertThat(IdReader.read("00000000000000ff")).containsExactly(either("hex", 0xff));
  }

  @Test
  void read_moreThan16HexDigits_isTraceId() {
    assertThat(IdReader.read("0000000000000000000000000000abcd"))
        .containsExactly(new IdReading("hex", new TraceId(0, 0xabcd), 0, false));
    assertThat(IdReader.read("6413ad48485a3953bb6124"))
        .containsExactly(
            new IdReading("hex", new TraceId(0x6413ad, 0x48485a3953bb6124L), 0, false));
  }

  @Test
  void read_digitsAlone_areBoth() {
    assertThat(IdReader.read("1234567890123456"))
        .containsExactly(either("hex", 0x1234567890123456L), either("decimal", 1234567890123456L));
    assertThat(IdReader.read("5208512171318403364"))
        .containsExactly(
            either("decimal", 5208512171318403364L),
            new IdReading("hex", new TraceId(0x520, 0x8512171318403364L), 0, false));
  }

  @Test
  void read_oneDigit_isReadOnce() {
    assertThat(IdReader.read("5")).containsExactly(either("hex", 5));
    assertThat(IdReader.read("05")).containsExactly(either("hex", 5));
  }

  @Test
  void read_decimalOfTopBit_isUnsigned() {
    assertThat(IdReader.read("18446744073709551615")).contains(either("decimal", -1));
    assertThat(IdReader.read("18446744073709551616"))
        .contains(new IdReading("decimal", new TraceId(1, 0), 0, false));
    assertThat(IdReader.read("340282366920938463463374607431768211455"))
        .containsExactly(new IdReading("decimal", new TraceId(-1, -1), 0, false));
  }

  @Test
  void read_base64Of8Bytes_isOneNumberOf64Bits() {
    assertThat(IdReader.read("SEhaOVO7YSQ="))
        .containsExactly(either("base64", 0x48485a3953bb6124L));
  }

  @Test
  void read_xCloudSpan_isSpanId() {
    assertThat(IdReader.read("/5208512171318403364"))
        .containsExactly(new IdReading("x_cloud", new TraceId(0, 0), 0x48485a3953bb6124L, false));
  }

  @Test
  void read_idOfSkyWalkingsJavaAgent_isHashed() {
    String id = TRACE + ".45.16123456780001";

    assertThat(IdReader.read(id))
        .containsExactly(new IdReading("skywalking", SkyWalkingIds.traceId(id), 0, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "'  ' | is empty",
        "0 | is all zeros",
        "0x0 | is all zeros",
        "00000000-0000-0000-0000-000000000000 | is all zeros",
        "0463ac35c9f6413ad48485a3953bb6124 | has 33 hex digits (expected: at most 32)",
        "340282366920938463463374607431768211456 | is a decimal number of more than 128 bits",
        "463ac35c9f6413adg | has no form of an id",
        "0x | has no form of an id",
        "-5 | has no form of an id",
        "463ac35c-9f64-13ad-4848-5a3953bb612 | has no form of an id",
        "2-463ac35c-9f6413ad48485a3953bb6124 | has no form of an id",
        "463ac35c9f6413ad48485a3953bb6124/18446744073709551616 | has no form of an id",
        "/18446744073709551616 | has no form of an id",
        "18446744073709551616,_dd.p.tid=463ac35c9f6413ad | has no form of an id",
        "5,_dd.p.tid=463ac35c9f6413a | has no form of an id",
        "RjrDXJ9kE61ISFo5U7thJB== | has no form of an id",
        "AAAAAAAAAAA= | has no form of an id",
        "hello | has no form of an id",
      })
  void problem_ofWhatIsNoId_saysWhy(String text, String problem) {
    assertThat(IdReader.read(text)).isEmpty();
    assertThat(IdReader.problem(text)).startsWith(problem);
  }

  @Test
  void problem_tooLong_saysHowLong() {
    String text = "/".repeat(IdReader.MAX_LENGTH + 1);

    assertThat(IdReader.read(text)).isEmpty();
    assertThat(IdReader.problem(text)).isEqualTo("has 8193 characters (expected: at most 8192)");
  }

  @Test
  void read_anyText_neverThrows() {
    Random random = new Random(3);
    String alphabet = "0123456789abcdefxX-/;=+_.,ABCdpti\u00e9\u0661\ud83d ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(45); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (IdReader.read(text.toString()).isEmpty()) {
        assertThat(IdReader.problem(text.toString())).isNotEmpty();
      }
    }
  }

  private static IdReading either(String form, long id) {
    return new IdReading(form, new TraceId(0, id), id, true);
  }
}
