package dev.ichnos.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "200ms, PT0.2S",
    "5s, PT5S",
    "1m, PT1M",
    "1h, PT1H",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    "1h1m1s1ms1us1ns, PT1H1M1.001001001S",
    "3µs, PT0.000003S",
    "876000h, PT876000H"
  })
  void parse_knownForms_givesDuration(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-1s",
        "1 s",
        "1d",
        "1s ",
        "1s5",
        "876001h",
        "1.s",
        "999999999999999s"
      })
  void parse_otherForms_throws(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text + " (expected: a duration with a unit, such as 200ms, 5s or 1m30s)");
  }

  @Test
  void format_any_parsesBack() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      Duration duration = Duration.ofNanos(random.nextLong() >>> (1 + random.nextInt(62)));
      if (duration.toHours() < 876_000) {
        assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
      }
    }
  }
}
