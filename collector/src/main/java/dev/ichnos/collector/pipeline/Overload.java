package dev.ichnos.collector.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a lane does when the journal tells it that it holds too much.
 *
 * <p>While the backend keeps up, open traces close early and nothing is lost. Where the backend or
 * the lane itself does not keep up, whole traces are given up, wherever in the lane they stand,
 * those in flight apart; what is still in the journal meets the same level when it is taken.
 */
final class Overload {
  /** Fewer traces than this in view do not tell the level for what is still in the journal. */
  private static final int FEW_TRACES = 20;

  private final JournalReader reader;
  private final TraceWindow window;
  private final Batcher batcher;
  private final Sender sender;
  private final Shedder shedder;
  private final LaneLog log;
  private final Consumer<List<Sheddable>> give;

  /**
   * @param give gives up these traces
   */
  Overload(
      JournalReader reader,
      TraceWindow window,
      Batcher batcher,
      Sender sender,
      Shedder shedder,
      LaneLog log,
      Consumer<List<Sheddable>> give) {
    this.reader = reader;
    this.window = window;
    this.batcher = batcher;
    this.sender = sender;
    this.shedder = shedder;
    this.log = log;
    this.give = give;
  }

  /**
   * Looks at the journal and does what must be done.
   *
   * @param polls whether the lane takes entries; it does not while too much stands ready
   * @param behind whether the journal held more than one poll takes
   */
  void relieve(boolean polls, boolean behind, long now) {
    shedder.age(now);
    long excess = reader.excessBytes();
    if (excess == 0) {
      if (shedder.level() > 0) {
        shedder.fall(sender.isCongested(), now);
        if (shedder.level() == 0) {
          log.shedsNoMore();
        }
      }
      return;
    }
    long leaving = sender.isSlowed() ? 0 : sender.inFlightBytes();
    if (polls && !sender.isCongested()) {
      // The backend keeps up: what is too much is what the window holds.
      window.closeEarly(excess - leaving - sender.waitingBytes() - batcher.bytes());
      if (!behind || isMostlyInView()) {
        return;
      }
    }
    letGo(excess - leaving, polls, now);
  }

  /** Whether most of what is held has been taken from the journal, and is on its way. */
  private boolean isMostlyInView() {
    long held = window.bytes() + batcher.bytes() + sender.waitingBytes() + sender.inFlightBytes();
    return held >= reader.lagBytes() / 2;
  }

  /** Gives up whole traces, so that together with what the level takes later {@code bytes} go. */
  private void letGo(long bytes, boolean polls, long now) {
    Collection<Sheddable> candidates = SheddableTraces.of(window, batcher, sender);
    long inView = 0;
    for (Sheddable trace : candidates) {
      inView += trace.bytes();
    }
    // Entries that are not polled yet will meet the level; while polling is blocked they cannot.
    long unpolled = Math.max(0, reader.lagBytes() - inView - sender.inFlightBytes());
    double later = polls ? (double) unpolled : 0;
    double doomed = later * Math.min(1, shedder.level());
    double share = ((double) bytes - doomed) / ((double) inView + later - doomed);
    if (!(share > 0)) {
      return;
    }
    boolean wasQuiet = shedder.level() == 0;
    if (candidates.size() < FEW_TRACES && later > (double) inView) {
      shedder.nudge(now);
    } else {
      give.accept(
          shedder.raise(candidates, (long) Math.ceil((double) inView * Math.min(1, share))));
    }
    if (wasQuiet) {
      log.shedding(shedder.level());
    }
  }
}
