package dev.ichnos.collector.pipeline;

import java.time.Duration;

/** What became of a batch that was offered. */
public sealed interface ConsumeResult {
  /** Every span is in the journal. */
  Accepted ACCEPTED = new Accepted();

  /** Every span is in the journal. */
  record Accepted() implements ConsumeResult {}

  /**
   * Some spans were taken and the others never will be.
   *
   * @param refusedSpans how many were not taken
   * @param message why, for the sender to read
   */
  record Partial(int refusedSpans, String message) implements ConsumeResult {}

  /**
   * Nothing was taken; the same may be offered again.
   *
   * @param after how long to wait first
   * @param message why, for the sender to read
   */
  record Retryable(Duration after, String message) implements ConsumeResult {}

  /**
   * Nothing was taken, and the same never will be.
   *
   * @param message why, for the sender to read
   */
  record Permanent(String message) implements ConsumeResult {}
}
