package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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

  private static final ConsumeResult INTERNAL_ERROR = new ConsumeResult.Permanent("internal error");

  private final UnaryOperator<SpanBatch> identity;
  private final Journal journal;
  private final Metrics metrics;

  /**
   * @param identity run on every batch before the journal has it; spans that it leaves out are
   *     about Ichnos itself
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
    @Nullable SpanBatch known = known(batch);
    if (known == null) {
      metrics.refused(batch.origin().receiver(), "internal_error", batch.size());
      return CompletableFuture.completedFuture(INTERNAL_ERROR);
    }
    if (known.isEmpty()) {
      return ACCEPTED;
    }
    CompletionStage<ConsumeResult> appended;
    try {
      appended = journal.append(known);
    } catch (RuntimeException e) {
      LOG.warn("refused", "a batch of {} is refused", batch.origin().receiver(), e);
      metrics.refused(batch.origin().receiver(), "internal_error", batch.size());
      return CompletableFuture.completedFuture(INTERNAL_ERROR);
    }
    return appended.thenApply(
        result -> {
          count(known, result);
          return result;
        });
  }

  /** The batch as identity reads it; null if it could read none of its spans. */
  private @Nullable SpanBatch known(SpanBatch batch) {
    SpanBatch known;
    try {
      known = identity.apply(batch);
    } catch (RuntimeException e) {
      LOG.warn("identity", "a span of {} is left out", batch.origin().receiver(), e);
      return knownOneByOne(batch);
    }
    leftOut(batch.origin(), "self", batch.size() - known.size());
    return known;
  }

  /** After an error of our own, which is not to cost the span's neighbours. */
  private @Nullable SpanBatch knownOneByOne(SpanBatch batch) {
    List<Span> spans = new ArrayList<>(batch.size());
    int failed = 0;
    for (Span span : batch.spans()) {
      try {
        spans.addAll(identity.apply(batch.withSpans(List.of(span))).spans());
      } catch (RuntimeException e) {
        failed++;
      }
    }
    if (failed == batch.size()) {
      return null;
    }
    leftOut(batch.origin(), "internal_error", failed);
    leftOut(batch.origin(), "self", batch.size() - failed - spans.size());
    return batch.withSpans(spans);
  }

  private void leftOut(Origin origin, String reason, int spans) {
    if (spans > 0) {
      metrics.receiverDropped(origin.receiver(), reason, spans);
    }
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
