package dev.ichnos.repair;

/**
 * Rules that make work for each other, applied in turn until none of them finds any: a child that
 * moves to a server half may turn out to be what a gateway spawned, which makes a server span that
 * may be a half. Where nothing changes, there is one turn.
 */
final class UntilStill implements TraceRule {
  /** Deeper chains of one on the other come from no tracer. */
  private static final int MOST_TURNS = 8;

  private final TraceRule[] rules;

  UntilStill(TraceRule[] rules) {
    this.rules = rules;
  }

  @Override
  public void apply(TraceDraft trace) {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      int before = trace.changes();
      for (TraceRule rule : rules) {
        rule.apply(trace);
      }
      if (trace.changes() == before) {
        return;
      }
    }
  }
}
