package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.RetryConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final RetryConfig CONFIG =
      new RetryConfig(Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 0.5);

  @Test
  void waitNanos_growsToTheMaximum() {
    Retry retry = new Retry(CONFIG, () -> 0.5);

    assertThat(seconds(retry, 1)).isEqualTo(1);
    assertThat(seconds(retry, 2)).isEqualTo(2);
    assertThat(seconds(retry, 5)).isEqualTo(16);
    assertThat(seconds(retry, 6)).isEqualTo(30);
    assertThat(seconds(retry, 1_000_000)).isEqualTo(30);
  }

  @Test
  void waitNanos_variesByTheJitterEitherWay() {
    assertThat(seconds(new Retry(CONFIG, () -> 0), 2)).isEqualTo(1);
    assertThat(seconds(new Retry(CONFIG, () -> 1), 2)).isEqualTo(3);
  }

  @Test
  void waitNanos_backendAsked_isTheLeast() {
    Retry retry = new Retry(CONFIG, () -> 0.5);

    assertThat(retry.waitNanos(1, Duration.ofSeconds(5))).isEqualTo(5_000_000_000L);
    assertThat(retry.waitNanos(5, Duration.ofSeconds(5))).isEqualTo(16_000_000_000L);
  }

  @Test
  void waitNanos_backendAsksForAges_isADay() {
    Retry retry = new Retry(CONFIG, () -> 0.5);

    assertThat(retry.waitNanos(1, Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(Duration.ofDays(1).toNanos());
    assertThat(retry.waitNanos(1, Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(1_000_000_000L);
  }

  private static double seconds(Retry retry, int failures) {
    return retry.waitNanos(failures, Duration.ZERO) / 1e9;
  }
}
