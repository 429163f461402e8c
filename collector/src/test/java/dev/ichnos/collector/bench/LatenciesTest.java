package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentile_ofNone_isZero() {
    assertThat(latencies.percentile(0.99)).isZero();
  }

  @Test
  void percentile_isRightToThreePercent() {
    for (long micros = 1; micros <= 100_000; micros++) {
      latencies.add(micros * 1_000);
    }

    assertThat((double) latencies.percentile(0.5)).isCloseTo(50e6, within(1.6e6));
    assertThat((double) latencies.percentile(0.99)).isCloseTo(99e6, within(3.1e6));
    assertThat(latencies.count()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 31, 32, 33, 1_000_000, Long.MAX_VALUE})
  void percentile_ofOne_isAtLeastIt(long nanos) {
    latencies.add(nanos);

    long found = latencies.percentile(0.5);
    assertThat(found).isGreaterThanOrEqualTo(nanos);
    assertThat((double) found).isCloseTo(nanos, within(nanos / 32.0));
  }

  @Test
  void add_negative_isZero() {
    latencies.add(-5);

    assertThat(latencies.percentile(1)).isZero();
  }
}
