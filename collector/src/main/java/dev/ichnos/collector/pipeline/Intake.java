package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.model.Origin;
import dev.ichnos.model.SpanBatch;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/**
 * What stands between receivers and the journal: identity, append, and the count of what was
 * accepted and refused. Safe for many threads if identity is.
 */
public final class Intake implements SpanConsumer {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Intake.class));
  private static final CompletionStage<ConsumeResult> ACCEPTED =
      CompletableFuture.completedFuture(ConsumeResult.ACCEPTED);

  private final UnaryOperator<SpanBatch> identity;
  private final Journal journal;
  private final Metrics metrics;

  /**
   * @param identity run on every batch before the journal has it; spans that it leaves out are its
   *     own to count
   */
  public Intake(UnaryOperator<SpanBatch> identity, Journal journal, Metrics metrics) {
    this.identity = Objects.requireNonNull(identity, "identity");
    this.journal = Objects.requireNonNull(journal, "journal");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  @Override
  public CompletionStage<ConsumeResult> accept(SpanBatch batch) {
    if (batch.isEmpty()) {
      return ACCEPTED;
    }
    SpanBatch known;
    CompletionStage<ConsumeResult> appended;
    try {
      known = identity.apply(batch);
      if (known.isEmpty()) {
        return ACCEPTED;
      }
      appended = journal.append(known);
    } catch (RuntimeException e) {
      LOG.warn("refused", "a batch of {} is refused", batch.origin().receiver(), e);
      metrics.refused(batch.origin().receiver(), "internal_error", batch.size());
      return CompletableFuture.completedFuture(new ConsumeResult.Permanent("internal error"));
    }
    return appended.thenApply(
        result -> {
          count(known, result);
          return result;
        });
  }

  private void count(SpanBatch batch, ConsumeResult result) {
    Origin origin = batch.origin();
    int refused = 0;
    String reason = "";
    if (result instanceof ConsumeResult.Partial partial) {
      refused = partial.refusedSpans();
      reason = "partial";
    } else if (result instanceof ConsumeResult.Retryable) {
      refused = batch.size();
      reason = "journal_full";
    } else if (result instanceof ConsumeResult.Permanent) {
      refused = batch.size();
      reason = "too_large";
    }
    if (refused > 0) {
      metrics.refused(origin.receiver(), reason, refused);
    }
    if (refused < batch.size()) {
      metrics.accepted(origin.receiver(), origin.format().name(), batch.size() - refused);
    }
  }
}
