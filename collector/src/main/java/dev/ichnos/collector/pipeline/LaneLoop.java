package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.model.Span;
import dev.ichnos.repair.Repaired;
import dev.ichnos.repair.TraceDecisions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of a lane does, one turn after the other: read what the backend said, send, take
 * entries from the journal, close traces, join, repair, sample, batch, shed.
 *
 * <p>One thread owns all of it, so nothing here is locked; the wait for the next thing to do is the
 * poll's, and an exporter that answers ends it through {@link #wakeUp}. While more stands ready
 * than {@code 2 × max_concurrency} full batches, the loop does not poll: entries wait in the
 * journal, whose bound then drives the shedding.
 */
final class LaneLoop {
  private static final int POLL_BYTES = 1 << 20;
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BLOCKED_TICK_NANOS = TICK_NANOS / 4;

  private final Exporter exporter;
  private final JournalReader reader;
  private final LaneRules rules;
  private final EpochClock clock;
  private final Ledger ledger;
  private final LaneLog log;
  private final TraceWindow window;
  private final @Nullable TraceJoining joining;
  private final Batcher batcher;
  private final Sender sender;
  private final Shedder shedder;
  private final Overload overload;
  private final Consumer<Entry> ack;
  private final Predicate<Span> takes;
  private final UnaryOperator<Span> spell;
  private final boolean repairs;
  private final TraceMemory memory = new TraceMemory();
  private final long readyBound;
  private long now;
  private long nextTickEpochNanos = Long.MIN_VALUE;
  private volatile boolean draining;
  private volatile boolean drained;
  private volatile @Nullable Thread parked;
  private volatile long oldestEpochNanos = Long.MAX_VALUE;

  /**
   * @param random for jitter, from 0 to below 1
   */
  LaneLoop(
      Exporter exporter,
      JournalReader reader,
      LaneConfig config,
      LaneRules rules,
      EpochClock clock,
      DoubleSupplier random) {
    this(exporter, reader, config, rules, clock, random, new LaneLog(exporter.name()));
  }

  /** A loop whose words go to {@code log}. */
  LaneLoop(
      Exporter exporter,
      JournalReader reader,
      LaneConfig config,
      LaneRules rules,
      EpochClock clock,
      DoubleSupplier random,
      LaneLog log) {
    this.exporter = exporter;
    this.reader = reader;
    this.rules = rules;
    this.clock = clock;
    ledger = new Ledger(exporter.name(), reader);
    ack = ledger::ack;
    takes = exporter::takes;
    spell = rules.spelling()::apply;
    this.log = log;
    if (rules.joins().mode() == Joins.Mode.OFF || !config.window().enabled()) {
      joining = null;
      window = new TraceWindow(config.window(), this::closed);
    } else {
      JoinIndex index = new JoinIndex(rules.joins());
      joining = new TraceJoining(rules.joins(), index, ledger, log);
      window = new TraceWindow(config.window(), this::closedTogether, index);
    }
    sender = new Sender(exporter, config, ledger, log, random, this::wakeUp);
    batcher = new Batcher(config.batch(), exporter::messages, sender::submit);
    shedder = new Shedder(config.window().maxAge().toNanos());
    overload = new Overload(reader, window, batcher, sender, shedder, log, this::give);
    repairs = config.window().enabled();
    readyBound = 2L * config.maxConcurrency() * config.batch().maxSize().bytes();
  }

  /**
   * Does what there is to do, after waiting for it if there is nothing.
   *
   * @return whether something came in, from the journal or the backend
   */
  boolean turn(long maxWaitNanos) throws InterruptedException {
    now = clock.epochNanos();
    boolean landed = sender.hasLandings();
    sender.land(now);
    sender.dispatch(now);
    boolean polls = sender.waitingBytes() < readyBound;
    long wait = Math.min(maxWaitNanos, waitNanos(polls));
    List<Entry> entries = List.of();
    if (polls) {
      entries = reader.poll(POLL_BYTES, Duration.ofNanos(wait));
    } else {
      reader.rest(!sender.isSlowed());
      park(wait);
    }
    long polledBytes = take(entries);
    if (polls && entries.isEmpty()) {
      // Read before the poll: what was appended since may still belong to a trace that is due.
      window.advance(now);
      if (draining) {
        window.closeAll();
        batcher.flush();
      }
    }
    batcher.flushDue(now);
    sender.dispatch(now);
    overload.relieve(polls, polledBytes >= POLL_BYTES / 2, now);
    ledger.waiting(window.spans() + batcher.spans() + sender.spans());
    tick();
    drained = draining && polls && entries.isEmpty() && batcher.spans() == 0 && sender.isEmpty();
    return landed || !entries.isEmpty();
  }

  /** Ends the wait of a turn. Any thread. */
  void wakeUp() {
    reader.wakeUp();
    Thread thread = parked;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** From now on nothing waits for further spans. Any thread. */
  void drain() {
    draining = true;
    wakeUp();
  }

  /** Whether everything that was appended has left. Any thread. */
  boolean isDrained() {
    return drained;
  }

  /** Gives up what is left; the number of spans. */
  long abandon() {
    ledger.waiting(window.spans() + batcher.spans() + sender.spans());
    window.clear();
    memory.clear();
    batcher.clear();
    sender.clear();
    oldestEpochNanos = Long.MAX_VALUE;
    return ledger.abandon();
  }

  /** Any thread. */
  Ledger ledger() {
    return ledger;
  }

  /** For its counters. Any thread. */
  TraceMemory memory() {
    return memory;
  }

  TraceWindow window() {
    return window;
  }

  LaneLog log() {
    return log;
  }

  /** How long the oldest span of the lane has waited since its append. Any thread. */
  long oldestAgeNanos() {
    long oldest = oldestEpochNanos;
    return oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.epochNanos() - oldest);
  }

  private long waitNanos(boolean polls) {
    if (sender.hasLandings()) {
      return 0;
    }
    if (draining && polls && (window.traces() > 0 || batcher.spans() > 0 || sender.isEmpty())) {
      return 0;
    }
    long due = now + (polls && !draining ? TICK_NANOS : BLOCKED_TICK_NANOS);
    due = Math.min(due, Math.min(batcher.dueEpochNanos(), sender.dueEpochNanos()));
    if (polls) {
      due = Math.min(due, window.dueEpochNanos());
    }
    return Math.max(0, due - now);
  }

  private void park(long nanos) {
    parked = Thread.currentThread();
    if (nanos > 0 && !sender.hasLandings()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = null;
  }

  private long take(List<Entry> entries) {
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += entry.bytes();
      ledger.took(entry);
      window.advance(entry.appendEpochNanos());
      if (!rules.receivers().contains(entry.group().origin().receiver())) {
        drop(entry, DropReason.NOT_ROUTED);
        continue;
      }
      shedder.arrived(entry);
      if (shedder.wentBefore(entry)) {
        drop(entry, DropReason.SHED);
      } else {
        window.add(entry);
      }
    }
    return bytes;
  }

  private void closedTogether(List<List<Entry>> traces) {
    if (joining != null) {
      joining.units(traces, window.clock()).forEach(this::leave);
    }
  }

  private void closed(List<Entry> entries) {
    leave(new TraceUnit(entries, ack));
  }

  private void leave(TraceUnit unit) {
    if (shedder.sheds(unit)) {
      shedder.went(unit, now);
      drop(unit, DropReason.SHED);
      return;
    }
    if (unit.isEncoded()) {
      batcher.add(unit, now); // wired so only where none of the rules below is asked for
      return;
    }
    leaveOutWhatWasNotSampled(unit);
    if (repairs && unit.remaining() > 0) {
      repair(unit);
    }
    if (unit.remaining() == 0) {
      return;
    }
    if (!keeps(unit)) {
      drop(unit, DropReason.NOT_SAMPLED);
      return;
    }
    spell(unit);
    leaveOutWhatCannotBeSaid(unit);
    if (unit.remaining() > 0) {
      batcher.add(unit, now);
    }
  }

  /** Before repair, which is to see what the backend will. */
  private void leaveOutWhatWasNotSampled(TraceUnit unit) {
    if (exporter.takesNotSampled() || !unit.hasNotSampled()) {
      return;
    }
    List<Span> taken = unit.only(span -> !TraceUnit.isNotSampled(span));
    ledger.dropped(DropReason.NOT_SAMPLED, unit.remaining() - taken.size());
    unit.replaceSpans(taken);
  }

  private void repair(TraceUnit unit) {
    RepairTally tally = new RepairTally();
    long high = unit.traceIdHigh();
    long closing = unit.lastAppendEpochNanos();
    TraceDecisions before = memory.recall(unit.traceKey(), high, closing);
    Repaired repaired;
    try {
      repaired = rules.repair().repair(unit.spans(), before, tally);
    } catch (RuntimeException e) {
      log.internalError("repair failed, the trace is sent as it came", e);
      return;
    }
    memory.remember(unit.traceKey(), before, repaired.after(), closing);
    tally.writeTo(ledger);
    unit.replaceSpans(repaired.spans());
  }

  private boolean keeps(TraceUnit unit) {
    try {
      return rules.sampler().keeps(unit.spans(), TraceRandomness.of(unit.traceKey()));
    } catch (RuntimeException e) {
      log.internalError("sampler failed, the trace is kept", e);
      return true;
    }
  }

  private void spell(TraceUnit unit) {
    try {
      unit.readOtherwise(spell);
    } catch (RuntimeException e) {
      log.internalError("spelling failed, the trace is sent as it is", e);
    }
  }

  private void leaveOutWhatCannotBeSaid(TraceUnit unit) {
    List<Span> taken = unit.only(takes);
    int left = unit.remaining() - taken.size();
    if (left > 0) {
      ledger.dropped(DropReason.NOT_ENCODABLE, left);
      log.refused(left, "outside what the backend's format can say");
      unit.replaceSpans(taken);
    }
  }

  private void give(List<Sheddable> gone) {
    for (Entry entry : window.remove(gone)) {
      drop(entry, DropReason.SHED);
    }
    SheddableTraces.remove(gone, batcher, sender);
    for (Sheddable trace : gone) {
      shedder.went(trace, now);
      if (trace instanceof TraceUnit unit) {
        drop(unit, DropReason.SHED);
      }
    }
  }

  private void drop(TraceUnit unit, DropReason why) {
    ledger.dropped(why, unit.remaining());
    unit.settle(unit.remaining());
  }

  private void drop(Entry entry, DropReason why) {
    ledger.dropped(why, entry.group().size());
    ledger.ack(entry);
  }

  private void tick() {
    if (now < nextTickEpochNanos) {
      return;
    }
    nextTickEpochNanos = now + TICK_NANOS;
    long[] oldest = {window.oldestEpochNanos()};
    SheddableTraces.forEachUnit(
        batcher,
        sender,
        unit -> oldest[0] = Math.min(oldest[0], unit.firstEntry().appendEpochNanos()));
    oldestEpochNanos = oldest[0];
    log.tick(ledger, now);
  }
}
