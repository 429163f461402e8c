package dev.ichnos.repair;

/**
 * Told once for each rule that did something to a trace, by the thread that repairs it; rules by
 * their label, in their order, numbers of spans at least 1.
 */
public interface RepairObserver {
  /** Counts nothing. */
  RepairObserver NONE =
      new RepairObserver() {
        @Override
        public void changed(String rule, int spans) {}

        @Override
        public void created(String rule, int spans) {}

        @Override
        public void merged(String rule, int spans) {}
      };

  /** Spans that read otherwise now. */
  void changed(String rule, int spans);

  /** Spans that no sender sent. */
  void created(String rule, int spans);

  /** Spans that were united with another. */
  void merged(String rule, int spans);
}
