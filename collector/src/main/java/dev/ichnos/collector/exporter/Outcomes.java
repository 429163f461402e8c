package dev.ichnos.collector.exporter;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.pipeline.ExportResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts what an exporter's calls came to. What backends say is for the lane to log. */
public final class Outcomes {
  private final String exporter;
  private final Metrics metrics;

  /**
   * Counts for this exporter.
   *
   * @param exporter its id
   */
  public Outcomes(String exporter, Metrics metrics) {
    this.exporter = Objects.requireNonNull(exporter, "exporter");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  /** Where it counts. */
  Metrics metrics() {
    return metrics;
  }

  /** Takes note of one call's result and gives it back. */
  public ExportResult note(ExportResult result) {
    metrics.exportRequest(exporter, label(result));
    return result;
  }

  /** A batch that is not sent, being larger than our own bound. */
  public CompletionStage<ExportResult> tooLarge(DataSize max) {
    return CompletableFuture.completedStage(
        note(new ExportResult.Split("batch of more than " + max + " (max_message_size)")));
  }

  private static String label(ExportResult result) {
    if (result instanceof ExportResult.Delivered) {
      return "delivered";
    }
    if (result instanceof ExportResult.Partial) {
      return "partial";
    }
    if (result instanceof ExportResult.Split) {
      return "split";
    }
    return result instanceof ExportResult.Retryable ? "retryable" : "permanent";
  }
}
