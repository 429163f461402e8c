package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanIdsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x9e3779b97f4a7c15L})
  void number_undoesId(long seed) {
    SpanIds ids = new SpanIds(seed);
    Random random = new Random(7);
    for (long number : new long[] {0, 1, 2, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(ids.number(ids.id(number))).isEqualTo(number);
    }
    for (int i = 0; i < 10_000; i++) {
      long any = random.nextLong();
      assertThat(ids.number(ids.id(any))).isEqualTo(any);
      assertThat(ids.id(ids.number(any))).isEqualTo(any);
    }
  }

  @Test
  void ids_ofARun_areDistinctAndNotZero() {
    SpanIds ids = new SpanIds(3);
    Set<Long> seen = new HashSet<>();
    for (long number = 0; number < 100_000; number++) {
      assertThat(seen.add(ids.id(number))).isTrue();
    }
    assertThat(seen).doesNotContain(0L);
  }

  @Test
  void number_ofAnotherRunsId_isFarAway() {
    SpanIds ids = new SpanIds(3);
    SpanIds others = new SpanIds(0x5851f42d4c957f2dL);
    for (long number = 0; number < 1_000; number++) {
      assertThat(Math.abs(ids.number(others.id(number)))).isGreaterThan(1L << 40);
    }
  }
}
