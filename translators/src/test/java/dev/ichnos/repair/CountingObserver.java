package dev.ichnos.repair;

import java.util.Map;

/** Keeps what was told: changed under the rule's id, the others with {@code +} or {@code -}. */
record CountingObserver(Map<String, Integer> counts) implements RepairObserver {
  @Override
  public void changed(String rule, int spans) {
    counts.merge(rule, spans, Integer::sum);
  }

  @Override
  public void created(String rule, int spans) {
    counts.merge("+" + rule, spans, Integer::sum);
  }

  @Override
  public void merged(String rule, int spans) {
    counts.merge("-" + rule, spans, Integer::sum);
  }
}
