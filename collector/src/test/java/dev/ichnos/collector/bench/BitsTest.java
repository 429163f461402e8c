package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, (1 << 20) - 1, 1 << 20, Bits.MAX})
  void add_saysWhetherItIsNew(long number) {
    Bits bits = new Bits();

    assertThat(bits.contains(number)).isFalse();
    assertThat(bits.add(number)).isTrue();
    assertThat(bits.contains(number)).isTrue();
    assertThat(bits.add(number)).isFalse();
  }

  @Test
  void contains_neighbours_areNotThere() {
    Bits bits = new Bits();
    bits.add(64);

    assertThat(bits.contains(63)).isFalse();
    assertThat(bits.contains(65)).isFalse();
    assertThat(bits.contains(64 + (1L << 20))).isFalse();
  }
}
