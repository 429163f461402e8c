package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds what a repair tells until it has succeeded. */
final class RepairTally implements Repair.Tally {
  private final List<Consumer<Ledger>> told = new ArrayList<>(0);

  @Override
  public void created(String rule, int spans) {
    told.add(ledger -> ledger.created(rule, spans));
  }

  @Override
  public void merged(String rule, int spans) {
    told.add(ledger -> ledger.merged(rule, spans));
  }

  @Override
  public void changed(String rule, int spans) {
    told.add(ledger -> ledger.changed(rule, spans));
  }

  void writeTo(Ledger ledger) {
    told.forEach(what -> what.accept(ledger));
  }
}
