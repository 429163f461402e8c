package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import dev.ichnos.repair.RepairObserver;
import dev.ichnos.repair.Repaired;
import dev.ichnos.repair.TraceDecisions;
import dev.ichnos.repair.TraceRepair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane does to a whole trace when its window closes. Called by the lane's thread. */
@FunctionalInterface
public interface Repair {
  /** Leaves every trace as it came. */
  Repair NONE = (trace, before, tally) -> Repaired.of(trace);

  /** These rules. */
  static Repair of(TraceRepair rules) {
    return rules::repair;
  }

  /**
   * Repairs one trace. Every span that is added or united with another is told to {@code tally}:
   * the result has as many spans as came in, plus those created, less those merged. Spans that only
   * read otherwise are told as changed.
   *
   * @param trace its spans in the order of their entries, at least one
   * @param before what was decided when a window of the same trace closed; null if none did, or it
   *     is forgotten
   */
  Repaired repair(List<Span> trace, @Nullable TraceDecisions before, Tally tally);

  /** Counts what a repair added, united and changed, by the rule's id. */
  interface Tally extends RepairObserver {}
}
