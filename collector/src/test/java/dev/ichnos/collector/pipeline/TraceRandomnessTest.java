package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TraceRandomnessTest {
  @Test
  void of_keysThatCount_areSpreadEvenly() {
    int[] tenths = new int[10];
    for (long key = 0; key < 100_000; key++) {
      tenths[(int) (TraceRandomness.of(key) * 10)]++;
    }

    for (int count : tenths) {
      assertThat(count).isCloseTo(10_000, within(400));
    }
  }

  @Test
  void of_keysWithATimeInFront_areSpreadEvenly() {
    int low = 0;
    for (long key = 0; key < 100_000; key++) {
      low += TraceRandomness.of(0x6650_0000_0000_0000L + (key << 32)) < 0.5 ? 1 : 0;
    }

    assertThat(low).isCloseTo(50_000, within(1_000));
  }

  /** Replicas of different versions must agree: the values are part of the contract. */
  @Test
  void of_knownKeys_neverChanges() {
    assertThat(TraceRandomness.of(0)).isZero();
    assertThat(TraceRandomness.of(1)).isEqualTo(0.7044485202539007);
    assertThat(TraceRandomness.of(-1)).isEqualTo(0.39339363837962915);
    assertThat(TraceRandomness.of(0x48485a3953bb6124L)).isEqualTo(0.47617722000100227);
  }
}
