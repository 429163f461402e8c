package dev.ichnos.collector.pipeline;

import dev.ichnos.model.SpanFixtures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when it is told to. */
public final class ManualClock implements EpochClock {
  private final AtomicLong now = new AtomicLong(SpanFixtures.START);

  @Override
  public long epochNanos() {
    return now.get();
  }

  /** Moves it on, or back when negative. */
  public void advance(Duration by) {
    now.addAndGet(by.toNanos());
  }
}
