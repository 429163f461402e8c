package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.LaneConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a lane's batches through its exporter, and gives every span of them an account.
 *
 * <p>The lane's thread alone touches it. An exporter completes on any thread, its own or ours: what
 * it says is queued and read by {@link #land} on the lane's thread, which is woken. So there is no
 * lock and no recursion, and that queue is bounded by the concurrency.
 *
 * <p>A batch that must wait holds no slot: it stands among the retries with a time of its own.
 */
final class Sender {
  /** An exporter that says nothing for this many of its timeouts has forgotten the call. */
  private static final int FORGOTTEN_AFTER_TIMEOUTS = 3;

  private final Exporter exporter;
  private final Ledger ledger;
  private final LaneLog log;
  private final Retry retry;
  private final Pace pace;
  private final Runnable wake;
  private final long forgottenNanos;
  private final SendQueue queue = new SendQueue();
  private final List<Flight> flights = new ArrayList<>();
  private final Queue<Flight.Landing> landings = new ConcurrentLinkedQueue<>();
  private long inFlightSpans;

  /**
   * @param random for jitter, from 0 to below 1
   * @param wake makes the lane's thread turn; called on any thread
   */
  Sender(
      Exporter exporter,
      LaneConfig config,
      Ledger ledger,
      LaneLog log,
      DoubleSupplier random,
      Runnable wake) {
    this.exporter = exporter;
    this.ledger = ledger;
    this.log = log;
    this.wake = wake;
    retry = new Retry(config.retry(), random);
    pace = new Pace(config.maxConcurrency(), new CallRate(config.maxRequestsPerSecond()), retry);
    forgottenNanos = config.timeout().multipliedBy(FORGOTTEN_AFTER_TIMEOUTS).toNanos();
  }

  /** Takes a batch; it leaves when its turn comes. */
  void submit(Batch batch) {
    queue.addLast(batch);
  }

  /** Reads what the backend has said since. */
  void land(long nowEpochNanos) {
    for (Flight.Landing landing = landings.poll(); landing != null; landing = landings.poll()) {
      settle(landing.flight(), landing.result(), nowEpochNanos);
    }
    for (Flight flight : List.copyOf(flights)) {
      if (nowEpochNanos - flight.startedEpochNanos() >= forgottenNanos) {
        settle(
            flight,
            new ExportResult.Retryable(Duration.ZERO, "exporter: no answer"),
            nowEpochNanos);
      }
    }
  }

  /** Whether {@link #land} has something to read. Any thread. */
  boolean hasLandings() {
    return !landings.isEmpty();
  }

  /** Sends what may be sent now. */
  void dispatch(long nowEpochNanos) {
    while (pace.allows(flights.size(), nowEpochNanos)) {
      Batch batch = queue.next(pace.isSlowed(), nowEpochNanos);
      if (batch == null) {
        return;
      }
      Batch.Bisection bisection = batch.bisection();
      if (bisection != null && batch.failures() == 0 && !bisection.takeCall()) {
        log.refused(batch.size(), "more bad spans than bisecting may look for");
        drop(batch, DropReason.REFUSED_BY_BACKEND);
      } else {
        depart(batch, nowEpochNanos);
      }
    }
  }

  /** When {@link #land} or {@link #dispatch} has something to do without being woken. */
  long dueEpochNanos() {
    long due = Long.MAX_VALUE;
    for (Flight flight : flights) {
      due = Math.min(due, flight.startedEpochNanos() + forgottenNanos);
    }
    long leaves = Math.max(queue.dueEpochNanos(), pace.dueEpochNanos(flights.size()));
    return Math.min(due, leaves);
  }

  /**
   * Whether batches stand here because the backend does not take them fast enough; asked after
   * {@link #dispatch}.
   */
  boolean isCongested() {
    return pace.isSlowed() ? !queue.isEmpty() : queue.hasReady();
  }

  boolean isSlowed() {
    return pace.isSlowed();
  }

  /** Whether nothing waits and nothing is in flight. */
  boolean isEmpty() {
    return queue.isEmpty() && flights.isEmpty();
  }

  /** Bytes of batches that are not in flight. */
  long waitingBytes() {
    return queue.bytes();
  }

  /** Bytes of batches in flight. */
  long inFlightBytes() {
    long bytes = 0;
    for (Flight flight : flights) {
      bytes += flight.batch().bytes();
    }
    return bytes;
  }

  /** Spans in flight and not. */
  long spans() {
    return queue.spans() + inFlightSpans;
  }

  /** Calls back once for each run of spans of one unit that is not in flight. */
  void forEachWaitingUnit(ObjIntConsumer<TraceUnit> action) {
    queue.forEachUnit(action);
  }

  /** Calls back once for each run of spans of one unit that is in flight. */
  void forEachFlyingUnit(ObjIntConsumer<TraceUnit> action) {
    flights.forEach(flight -> flight.batch().forEachUnit(action));
  }

  /** Takes out all spans of these units, none of which is in flight. */
  void remove(Set<TraceUnit> gone) {
    queue.remove(gone);
  }

  /** Forgets everything; later answers count for nothing. */
  void clear() {
    flights.forEach(Flight::end);
    flights.clear();
    inFlightSpans = 0;
    queue.clear();
  }

  private void depart(Batch batch, long nowEpochNanos) {
    if (batch.sentBefore()) {
      ledger.resent(batch.size());
    }
    batch.markSent();
    batch.forEachUnit(TraceUnit::departed);
    Flight flight = new Flight(batch, nowEpochNanos);
    flights.add(flight);
    inFlightSpans += batch.size();
    pace.began(nowEpochNanos);
    try {
      exporter
          .export(batch.toSpanBatch())
          .whenComplete((result, error) -> landed(flight, result, error));
    } catch (RuntimeException | Error e) {
      landed(flight, null, e);
    }
  }

  private void landed(Flight flight, @Nullable ExportResult result, @Nullable Throwable error) {
    if (result == null) {
      log.internalError("exporter failed instead of answering", error);
    }
    landings.add(new Flight.Landing(flight, result));
    wake.run();
  }

  private void settle(Flight flight, @Nullable ExportResult result, long nowEpochNanos) {
    if (!flight.end()) {
      return;
    }
    Batch batch = flight.batch();
    flights.remove(flight);
    inFlightSpans -= batch.size();
    batch.forEachUnit(TraceUnit::returned);
    if (result instanceof ExportResult.Retryable retryable) {
      postpone(flight, retryable, nowEpochNanos);
      return;
    }
    if (result == null) {
      drop(batch, DropReason.INTERNAL_ERROR);
      return;
    }
    if (pace.answered(nowEpochNanos)) {
      log.answersAgain();
    }
    if (result instanceof ExportResult.Delivered) {
      account(batch, batch.size(), 0, DropReason.REFUSED_BY_BACKEND);
    } else if (result instanceof ExportResult.Partial partial) {
      int rejected = (int) Math.max(0, Math.min(partial.rejectedSpans(), batch.size()));
      log.refused(rejected, partial.message());
      account(batch, batch.size() - rejected, rejected, DropReason.REFUSED_BY_BACKEND);
    } else if (result instanceof ExportResult.Split split) {
      split(batch, split);
    } else if (result instanceof ExportResult.Permanent permanent) {
      refuse(batch, permanent);
    }
  }

  private void postpone(Flight flight, ExportResult.Retryable no, long nowEpochNanos) {
    if (pace.failed(flight.startedEpochNanos(), no.after(), nowEpochNanos)) {
      log.doesNotAnswer(no.message());
    }
    Batch batch = flight.batch();
    int failures = batch.failed();
    batch.retryAt(nowEpochNanos + retry.waitNanos(failures, no.after()));
    queue.addRetry(batch);
  }

  private void split(Batch batch, ExportResult.Split said) {
    if (batch.size() == 1) {
      log.refused(1, said.message());
      drop(batch, DropReason.TOO_LARGE);
      return;
    }
    List<Batch> halves = batch.halves();
    queue.addFirst(halves.get(1));
    queue.addFirst(halves.get(0));
  }

  /** Halves wait behind other batches, so that large good parts are found before small ones. */
  private void refuse(Batch batch, ExportResult.Permanent no) {
    if (!no.dataAtFault() || batch.size() == 1) {
      log.refused(batch.size(), no.message());
      drop(batch, DropReason.REFUSED_BY_BACKEND);
      return;
    }
    if (batch.bisection() == null) {
      batch.bisectedBy(new Batch.Bisection());
    }
    batch.halves().forEach(queue::addLast);
  }

  private void drop(Batch batch, DropReason why) {
    account(batch, 0, batch.size(), why);
  }

  private void account(Batch batch, int sent, int dropped, DropReason why) {
    ledger.sent(sent);
    ledger.dropped(why, dropped);
    batch.forEachUnit(TraceUnit::settle);
  }
}
