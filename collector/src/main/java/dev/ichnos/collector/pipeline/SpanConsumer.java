package dev.ichnos.collector.pipeline;

import dev.ichnos.model.SpanBatch;
import java.util.concurrent.CompletionStage;

/** Takes batches from receivers. */
@FunctionalInterface
public interface SpanConsumer {
  /**
   * Takes one decoded message; the sender is answered when the stage completes. Does not block, and
   * the stage never completes exceptionally.
   */
  CompletionStage<ConsumeResult> accept(SpanBatch batch);
}
