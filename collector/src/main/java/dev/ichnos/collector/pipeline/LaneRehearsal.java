package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.helpers.NOPLogger;

/**
 * A lane's whole way for spans that are all there from the start, on the caller's thread: the same
 * window, repair, sampling and batches, but no journal, no wall clock and no log.
 */
public final class LaneRehearsal {
  /** Far more than any number of batches needs; an exporter that never settles ends it. */
  private static final int MOST_TURNS = 1_000_000;

  private LaneRehearsal() {}

  /**
   * What a rehearsed lane did.
   *
   * @param account of all spans; those that the exporter never settled are {@code not_drained}
   * @param changed spans that repairs changed, by rule
   */
  public record Outcome(Ledger.Account account, Map<String, Long> changed) {
    public Outcome {
      Objects.requireNonNull(account, "account");
      changed = Map.copyOf(changed);
    }
  }

  /**
   * Runs the lane to its end.
   *
   * @param groups what the journal would hold, each the spans of one trace
   * @param exporter answers at once; never started or closed here
   * @param epochNanos the time that it is for the lane all along
   */
  public static Outcome run(
      List<SpanBatch> groups,
      Exporter exporter,
      LaneConfig config,
      LaneRules rules,
      long epochNanos) {
    LaneLoop loop =
        new LaneLoop(
            exporter,
            new RehearsedJournal(groups, epochNanos),
            unpaced(config),
            rules,
            () -> epochNanos,
            () -> 0,
            new LaneLog(exporter.name(), NOPLogger.NOP_LOGGER));
    loop.drain();
    try {
      for (int turn = 0; !loop.isDrained() && turn < MOST_TURNS; turn++) {
        loop.turn(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.abandon();
    return new Outcome(loop.ledger().account(), loop.ledger().changed());
  }

  /** The clock stands, so that a rate would never allow a second call. */
  private static LaneConfig unpaced(LaneConfig config) {
    return new LaneConfig(
        config.batch(),
        config.retry(),
        config.window(),
        config.maxConcurrency(),
        0,
        config.timeout(),
        config.form());
  }
}
