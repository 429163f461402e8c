package dev.ichnos.collector.pipeline;

import java.time.Duration;
import java.util.Objects;

/** What a backend said to one batch. */
public sealed interface ExportResult {
  /** All spans were taken. */
  Delivered DELIVERED = new Delivered();

  /** All spans were taken. */
  record Delivered() implements ExportResult {}

  /**
   * The backend took the batch and rejected some spans for good; it must not be sent again.
   *
   * @param rejectedSpans how many, at most the batch's size; 0 is a warning
   * @param message the backend's words
   */
  record Partial(long rejectedSpans, String message) implements ExportResult {
    public Partial {
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * The batch is too large for the backend; smaller ones may pass. A batch of one span that gets
   * this is too large for good.
   *
   * @param message the backend's words, or ours
   */
  record Split(String message) implements ExportResult {
    public Split {
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * Nothing was taken; the same batch may pass later.
   *
   * @param after the least time to wait, as the backend asked; zero when it said nothing
   * @param message the backend's words, or what the connection said
   */
  record Retryable(Duration after, String message) implements ExportResult {
    public Retryable {
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * The backend said no for good.
   *
   * @param dataAtFault whether it blamed the spans (INVALID_ARGUMENT, 400): then the lane bisects
   *     to find the bad ones; otherwise (credentials, unknown method) the whole batch is given up
   * @param message the backend's words
   */
  record Permanent(boolean dataAtFault, String message) implements ExportResult {
    public Permanent {
      Objects.requireNonNull(message, "message");
    }
  }
}
