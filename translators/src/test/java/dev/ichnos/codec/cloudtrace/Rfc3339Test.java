package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  private static final int ROUNDS = 20_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-02",
        "2026-01-02T03:04:05",
        "2026-01-02 03:04:05Z",
        "2026-13-02T03:04:05Z",
        "2026-00-02T03:04:05Z",
        "2026-02-29T03:04:05Z",
        "2026-04-31T03:04:05Z",
        "2026-01-00T03:04:05Z",
        "2026-01-02T24:04:05Z",
        "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:61Z",
        "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05ZZ",
        "2026-01-02T03:04:05+01",
        "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05 01:00",
        "2026-01-02T03:04:05+01.00",
        "+026-01-02T03:04:05Z",
        "2026-01-02T03:04:0\u0665Z"
      })
  void of_noTime_isNone(String text) {
    assertThat(Rfc3339.of(text)).isEqualTo(Rfc3339.NONE);
  }

  @Test
  void of_digitsBeyondNanoseconds_areCutOff() {
    assertThat(Rfc3339.of("1970-01-01T00:00:01.1234567899Z"))
        .isEqualTo(new Rfc3339(1, 123_456_789));
    assertThat(Rfc3339.of("1972-06-30T23:59:60.5z"))
        .isEqualTo(
            new Rfc3339(Instant.parse("1972-07-01T00:00:00Z").getEpochSecond(), 500_000_000));
  }

  @Test
  void of_anyTime_asTheLibraryReadsIt() {
    FuzzRun run = FuzzRun.of(41, ROUNDS);
    while (run.next()) {
      Random random = run.random();
      Instant time = Instant.ofEpochSecond(random.nextLong(253_402_300_000L), random.nextInt(5));
      int offset = 60 * (random.nextInt(2 * 1080) - 1080);
      OffsetDateTime written = time.atOffset(ZoneOffset.ofTotalSeconds(offset));
      if (written.getYear() > 9999 || written.getSecond() == 0) {
        continue; // the library leaves out seconds of zero
      }

      assertThat(Rfc3339.of(written.toString()))
          .as(written.toString())
          .isEqualTo(new Rfc3339(time.getEpochSecond(), time.getNano()));
    }
  }

  @Test
  void of_mutations_neverThrows() {
    byte[] good = "2026-01-02T03:04:05.000006+01:00".getBytes(StandardCharsets.US_ASCII);
    FuzzRun run = FuzzRun.of(42, ROUNDS);
    while (run.next()) {
      byte[] mutated = FuzzRun.mutate(good, run.random());

      assertThat(Rfc3339.of(new String(mutated, StandardCharsets.ISO_8859_1)).nanos())
          .isBetween(0, 999_999_999);
    }
  }
}
