package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongRecordsTest {
  private final LongRecords records = new LongRecords();

  @Test
  void add_longerThanAnArray_isRefused() {
    assertThatThrownBy(() -> records.add(LongRecords.CHUNK + 1))
        .hasMessage("size: 8193 (expected: 1-8192)");
    assertThatThrownBy(() -> records.add(0)).hasMessageContaining("expected: 1-8192");
  }

  @Test
  void add_doesNotFitIntoTheRest_liesWholeInTheNextArray() {
    long one = records.add(LongRecords.CHUNK - 1);
    long other = records.add(2);

    assertThat(LongRecords.at(other)).isZero();
    assertThat(records.array(other)).isNotSameAs(records.array(one));
    assertThat(records.next(one, LongRecords.CHUNK - 1)).isEqualTo(other);
  }

  @Test
  void removeFirst_wholeArray_isUsedAgain() {
    long[] array = records.array(records.add(LongRecords.CHUNK));
    records.add(LongRecords.CHUNK);
    records.removeFirst(LongRecords.CHUNK);

    assertThat(records.array(records.add(1))).isSameAs(array);
  }

  @Test
  void removeFirst_last_isEmpty() {
    for (int size : new int[] {1, LongRecords.CHUNK - 1, LongRecords.CHUNK, 3}) {
      records.add(size);
      records.removeFirst(size);

      assertThat(records.isEmpty()).isTrue();
      assertThat(records.first()).isEqualTo(records.end());
    }
  }

  @Test
  void addAndRemove_atRandom_asAQueue() {
    Random random = new Random(3);
    Deque<long[]> model = new ArrayDeque<>();
    long last = -1;
    for (int i = 0; i < 50_000; i++) {
      boolean grows = i / 5_000 % 2 == 0;
      if (model.isEmpty() || random.nextInt(4) < (grows ? 3 : 1)) {
        int size = random.nextInt(50) == 0 ? 1 + random.nextInt(LongRecords.CHUNK) : 8;
        long position = records.add(size);
        assertThat(position).isGreaterThan(last);
        last = position;
        write(position, size, i);
        model.addLast(new long[] {position, size, i});
      } else {
        long[] gone = model.removeFirst();
        assertThat(records.first()).isEqualTo(gone[0]);
        assertHolds(gone[0], (int) gone[1], gone[2]);
        records.removeFirst((int) gone[1]);
      }
      if (i % 5_000 == 4_999) {
        assertHoldsAll(model);
      }
      if (i == 37_000) {
        records.clear();
        model.clear();
      }
    }
  }

  private void assertHoldsAll(Deque<long[]> model) {
    long position = records.first();
    for (long[] each : model) {
      assertThat(position).isEqualTo(each[0]);
      assertHolds(position, (int) each[1], each[2]);
      position = records.next(position, (int) each[1]);
    }
    assertThat(position).isEqualTo(records.end());
  }

  private void write(long position, int size, long value) {
    records.array(position)[LongRecords.at(position)] = value;
    records.array(position)[LongRecords.at(position) + size - 1] = value;
  }

  private void assertHolds(long position, int size, long value) {
    assertThat(records.array(position)[LongRecords.at(position)]).isEqualTo(value);
    assertThat(records.array(position)[LongRecords.at(position) + size - 1]).isEqualTo(value);
  }
}
