package dev.ichnos.collector.pipeline;

import org.jspecify.annotations.Nullable;

/** One call of an exporter that is under way. */
final class Flight {
  private final Batch batch;
  private final long startedEpochNanos;
  private boolean open = true;

  Flight(Batch batch, long startedEpochNanos) {
    this.batch = batch;
    this.startedEpochNanos = startedEpochNanos;
  }

  Batch batch() {
    return batch;
  }

  long startedEpochNanos() {
    return startedEpochNanos;
  }

  /** Ends it; false if it had ended before, so that a late answer does not count twice. */
  boolean end() {
    boolean ends = open;
    open = false;
    return ends;
  }

  /**
   * A flight and what the backend said; made on any thread.
   *
   * @param result null when the exporter failed instead of answering
   */
  record Landing(Flight flight, @Nullable ExportResult result) {}
}
