package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallRateTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = 1_000 * SECOND;

  @Test
  void began_unbounded_neverWaits() {
    CallRate rate = new CallRate(0);

    assertThat(begunIn(rate, 1, 5_000)).isEqualTo(5_000);
    assertThat(rate.dueEpochNanos()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void began_configured_leavesSoManyASecond() {
    CallRate rate = new CallRate(70);

    assertThat(begunIn(rate, 10, Integer.MAX_VALUE)).isBetween(700, 708);
  }

  @Test
  void asked_halvesAndComesBack() {
    CallRate rate = new CallRate(70);
    begunIn(rate, 1, Integer.MAX_VALUE);

    rate.asked(now - SECOND, now);

    assertThat(begunIn(rate, 1, Integer.MAX_VALUE)).isBetween(30, 38);
    for (int second = 0; second < 10; second++) {
      now += SECOND;
      rate.answered(now);
    }
    assertThat(begunIn(rate, 10, Integer.MAX_VALUE)).isBetween(700, 708);
  }

  @Test
  void asked_callsThatWereUnderWay_halveOnce() {
    CallRate rate = new CallRate(64);
    now += SECOND;
    long before = now - SECOND;

    rate.asked(before, now);
    rate.asked(before, now + 5);
    assertThat(begunIn(rate, 10, Integer.MAX_VALUE)).isBetween(320, 325);
    rate.asked(now, now + 10);

    assertThat(begunIn(rate, 10, Integer.MAX_VALUE)).isBetween(160, 164);
  }

  @Test
  void asked_unbounded_takesHalfOfWhatWasBegun() {
    CallRate rate = new CallRate(0);
    begunIn(rate, 1, 100);

    rate.asked(now - SECOND, now);

    assertThat(begunIn(rate, 10, Integer.MAX_VALUE)).isBetween(495, 515);
    for (int second = 0; second < 20; second++) {
      now += SECOND;
      rate.answered(now);
    }
    assertThat(begunIn(rate, 1, 5_000)).isEqualTo(5_000);
  }

  @Test
  void asked_overAndOver_someStillLeave() {
    CallRate rate = new CallRate(1);

    for (int time = 0; time < 100; time++) {
      now += SECOND;
      rate.asked(now - 1, now);
    }

    assertThat(begunIn(rate, 60, Integer.MAX_VALUE)).isBetween(11, 14);
  }

  @Test
  void answered_afterManyAsks_comesBackWithinTwentySeconds() {
    CallRate rate = new CallRate(0);
    rate.began(now);
    for (int time = 0; time < 10; time++) {
      now += SECOND;
      rate.asked(now - 1, now);
    }

    long start = now;
    while (rate.dueEpochNanos() != Long.MIN_VALUE) {
      now = Math.max(now, rate.dueEpochNanos());
      rate.began(now);
      rate.answered(now);
    }

    assertThat(now - start).isLessThanOrEqualTo(20 * SECOND);
  }

  /** How many calls begin within these seconds when each leaves as soon as it may. */
  private int begunIn(CallRate rate, int seconds, int most) {
    long end = now + seconds * SECOND;
    int begun = 0;
    while (begun < most) {
      now = Math.max(now, rate.dueEpochNanos());
      if (now >= end) {
        break;
      }
      rate.began(now);
      begun++;
    }
    now = end;
    return begun;
  }
}
