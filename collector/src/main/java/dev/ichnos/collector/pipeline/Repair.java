package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import dev.ichnos.repair.TraceRepair;
import java.util.List;

/** What a lane does to a whole trace when its window closes. Called by the lane's thread. */
@FunctionalInterface
public interface Repair {
  /** Leaves every trace as it came. */
  Repair NONE = (trace, tally) -> trace;

  /** These rules, none of which adds or unites spans. */
  static Repair of(TraceRepair rules) {
    return (trace, tally) -> rules.repair(trace, tally::changed);
  }

  /**
   * Repairs one trace. Every span that is added or united with another is told to {@code tally}:
   * the result has as many spans as came in, plus those created, less those merged. Spans that only
   * read otherwise are told as changed.
   *
   * @param trace its spans in the order of their entries, at least one
   */
  List<Span> repair(List<Span> trace, Tally tally);

  /** Counts what a repair added, united and changed, by the rule's id. */
  interface Tally {
    void created(String rule, int spans);

    void merged(String rule, int spans);

    void changed(String rule, int spans);
  }
}
