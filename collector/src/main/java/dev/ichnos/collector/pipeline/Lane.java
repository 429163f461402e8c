package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.LaneReading;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.LaneConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One exporter's own way through the journal: cursor, window, repair, sampling, batches, send.
 *
 * <p>It runs on one thread of its own, {@code lane-<id>}. What every span came to stands in {@link
 * #account}. The exporter is not its own to start or to close; it must be open from before {@link
 * #start} until after {@link #close}.
 */
public final class Lane implements Component {
  /** After an error of our own, so that one that repeats does not take a processor. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What the thread gets beyond the deadline to write its account. */
  private static final long GRACE_MILLIS = 500;

  private final String name;
  private final LaneLoop loop;
  private final JoinFinds joins;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long deadlineNanos;
  private volatile boolean stopping;
  private volatile boolean drained;
  private @Nullable Thread thread;

  /**
   * A lane that reads the journal through {@code reader}, which is its own to close.
   *
   * @param config what the exporter's configuration says of its lane
   */
  public Lane(
      Exporter exporter,
      JournalReader reader,
      LaneConfig config,
      LaneRules rules,
      Metrics metrics) {
    this(exporter, reader, config, rules, metrics, EpochClock.SYSTEM);
  }

  /** A lane with a clock of its own, which must be the journal's too. */
  public Lane(
      Exporter exporter,
      JournalReader reader,
      LaneConfig config,
      LaneRules rules,
      Metrics metrics,
      EpochClock clock) {
    name = exporter.name();
    joins = rules.joins().finds();
    loop =
        new LaneLoop(
            exporter, reader, config, rules, clock, () -> ThreadLocalRandom.current().nextDouble());
    metrics.lane(this::reading);
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "lane-" + name);
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /**
   * Sends what the journal holds, windows closed early, until everything has left or the deadline
   * is over; what is left then is counted as not drained. Receivers should be closed before.
   */
  @Override
  public void close(Duration deadline) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    Thread running = thread;
    if (running == null) {
      drained = loop.abandon() == 0;
      return;
    }
    deadlineNanos = System.nanoTime() + deadline.toNanos();
    stopping = true;
    loop.drain();
    try {
      running.join(deadline.toMillis() + GRACE_MILLIS);
      if (running.isAlive()) {
        // An exporter that blocks, against its contract; the account is lost with it.
        running.interrupt();
        running.join(GRACE_MILLIS);
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** Whether {@link #close} came to its end with nothing left. */
  public boolean drained() {
    return drained;
  }

  /** What every span came to; its {@code toString} is the line for the log. Any thread. */
  public Ledger.Account account() {
    return loop.ledger().account();
  }

  /** The exporter's id. */
  public String name() {
    return name;
  }

  /** Which traces were found to be one. Any thread. */
  public JoinFinds.Snapshot joins() {
    return joins.snapshot();
  }

  private void run() {
    try {
      while (!isOver()) {
        try {
          loop.turn(stopping ? untilDeadline() : Long.MAX_VALUE);
        } catch (RuntimeException | Error e) {
          loop.log().internalError("error in the lane", e);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (InterruptedException e) {
      loop.log().internalError("interrupted", e);
    } finally {
      drained = loop.abandon() == 0;
    }
  }

  private boolean isOver() {
    return stopping && (loop.isDrained() || untilDeadline() == 0);
  }

  private long untilDeadline() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  private LaneReading reading() {
    Ledger.Account account = account();
    return new LaneReading(
        name,
        account.accepted(),
        account.sent(),
        account.waiting(),
        account.resent(),
        account.droppedByLabel(),
        account.created(),
        account.merged(),
        loop.ledger().changed(),
        loop.oldestAgeNanos() / 1e9,
        loop.window().traces(),
        loop.window().earlyClosed(),
        loop.memory().reading(),
        joinReading());
  }

  private LaneReading.Joins joinReading() {
    JoinFinds.Snapshot found = joins.snapshot();
    return new LaneReading.Joins(
        found.byEvidence(), found.traces(), found.tooLarge(), found.lateSpans());
  }
}
