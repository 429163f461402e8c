package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Holds what a repair tells until it has succeeded. */
final class RepairTally implements Repair.Tally {
  private final List<Told> told = new ArrayList<>(0);

  @Override
  public void created(String rule, int spans) {
    told.add(new Told(rule, spans, true));
  }

  @Override
  public void merged(String rule, int spans) {
    told.add(new Told(rule, spans, false));
  }

  void writeTo(Ledger ledger) {
    for (Told what : told) {
      if (what.created()) {
        ledger.created(what.rule(), what.spans());
      } else {
        ledger.merged(what.rule(), what.spans());
      }
    }
  }

  private record Told(String rule, int spans, boolean created) {}
}
