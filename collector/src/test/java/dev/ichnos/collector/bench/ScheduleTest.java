package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void spans_areRoundedUpToWholeBlocks() {
    Schedule schedule = new Schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 16), 0);

    assertThat(count(schedule)).isEqualTo(6); // 30 spans, of 10 traces
  }

  @Test
  void rate_setsWhenMessagesAreDue() {
    BenchPlan plan = Plans.spans(Protocol.ZIPKIN_JSON, 5, 100, 1_000);
    Schedule schedule = new Schedule(plan, 7);

    assertThat(schedule.next().dueNanos()).isEqualTo(7);
    assertThat(schedule.next().dueNanos()).isEqualTo(7 + 5_000_000);
    assertThat(schedule.next().dueNanos()).isEqualTo(7 + 10_000_000);
  }

  @Test
  void block_hasOneTime() {
    Schedule schedule = new Schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 15), 0);

    long first = schedule.next().endEpochMicros();
    assertThat(schedule.next().endEpochMicros()).isEqualTo(first);
    assertThat(schedule.next().endEpochMicros()).isEqualTo(first);
  }

  @Test
  void time_thatIsOver_beginsNoBlock() {
    BenchPlan plan = Plans.timed(Protocol.ZIPKIN_JSON);
    long longAgo = System.nanoTime() - plan.warmup().plus(plan.duration()).toNanos();

    assertThat(new Schedule(plan, longAgo).next().number()).isEqualTo(-1);
    assertThat(new Schedule(plan, System.nanoTime()).next().number()).isZero();
  }

  private static int count(Schedule schedule) {
    int count = 0;
    while (schedule.next().number() >= 0) {
      count++;
    }
    return count;
  }
}
