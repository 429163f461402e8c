package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long MILLI = 1_000_000;

  private long now = 7;

  @Test
  void spans_areRoundedUpToWholeBlocks() {
    Schedule schedule = schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 16));

    assertThat(count(schedule)).isEqualTo(6); // 30 spans, of 10 traces
  }

  @Test
  void rate_setsWhenMessagesAreDue() {
    Schedule schedule = schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 100, 1_000));

    assertThat(schedule.next().dueNanos()).isEqualTo(7);
    assertThat(schedule.next().dueNanos()).isEqualTo(7 + 5 * MILLI);
    assertThat(schedule.next().dueNanos()).isEqualTo(7 + 10 * MILLI);
  }

  @Test
  void rate_thatWasMissed_isMadeUpForATenthOfASecond() {
    Schedule schedule = schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 100, 1_000));
    schedule.next();
    now += Duration.ofSeconds(10).toNanos();

    assertThat(schedule.next().dueNanos()).isEqualTo(now - 100 * MILLI);
    assertThat(schedule.next().dueNanos()).isEqualTo(now - 95 * MILLI);
  }

  @Test
  void noRate_isAtOnce() {
    Schedule schedule = schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 100));
    schedule.next();

    assertThat(schedule.next().dueNanos()).isEqualTo(now);
  }

  @Test
  void block_hasOneTime() {
    Schedule schedule = schedule(Plans.spans(Protocol.ZIPKIN_JSON, 5, 15));

    long first = schedule.next().endEpochMicros();
    assertThat(schedule.next().endEpochMicros()).isEqualTo(first);
    assertThat(schedule.next().endEpochMicros()).isEqualTo(first);
  }

  @Test
  void time_thatIsOver_beginsNoBlock() {
    BenchPlan plan = Plans.timed(Protocol.ZIPKIN_JSON);
    Schedule schedule = schedule(plan);
    assertThat(schedule.next().number()).isZero();
    now += plan.warmup().plus(plan.duration()).toNanos();

    assertThat(schedule.next().number()).isEqualTo(1);
    assertThat(schedule.next().number()).isEqualTo(2);
    assertThat(schedule.next().number()).isEqualTo(-1);
  }

  private Schedule schedule(BenchPlan plan) {
    return new Schedule(plan, () -> now);
  }

  private static int count(Schedule schedule) {
    int count = 0;
    while (schedule.next().number() >= 0) {
      count++;
    }
    return count;
  }
}
