package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.pipeline.ExportResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what calls came to, and says in the log, now and then, what an operator must change. */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String exporter;
  private final Metrics metrics;
  private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  Outcomes(String exporter, Metrics metrics) {
    this.exporter = exporter;
    this.metrics = metrics;
  }

  /** Takes note of one call's result and gives it back. */
  ExportResult note(ExportResult result) {
    metrics.exportRequest(exporter, label(result));
    if (result instanceof ExportResult.Permanent permanent) {
      warn("refused for good", permanent.message());
    } else if (result instanceof ExportResult.Partial partial && !partial.message().isEmpty()) {
      warn("taken with " + partial.rejectedSpans() + " spans rejected", partial.message());
    }
    return result;
  }

  private void warn(String what, String message) {
    long now = System.nanoTime();
    long last = lastWarning.get();
    if (now - last >= QUIET_NANOS && lastWarning.compareAndSet(last, now)) {
      LOG.warn("{}: a batch was {}: {} (logged once a minute)", exporter, what, message);
    } else {
      LOG.debug("{}: a batch was {}: {}", exporter, what, message);
    }
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
