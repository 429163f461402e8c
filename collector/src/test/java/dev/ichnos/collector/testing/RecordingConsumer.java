package dev.ichnos.collector.testing;

import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is given, and answers as told. */
public final class RecordingConsumer implements SpanConsumer {
  private final List<SpanBatch> batches = new CopyOnWriteArrayList<>();
  private final CompletableFuture<ConsumeResult> released = new CompletableFuture<>();
  private volatile ConsumeResult answer = ConsumeResult.ACCEPTED;
  private volatile boolean holding;

  @Override
  public CompletionStage<ConsumeResult> accept(SpanBatch batch) {
    batches.add(batch);
    return holding ? released : CompletableFuture.completedStage(answer);
  }

  /** From now on, batches get this answer. */
  public void answer(ConsumeResult result) {
    answer = result;
  }

  /** From now on, batches get no answer before {@link #release}. */
  public void hold() {
    holding = true;
  }

  /** Answers all that are held, and does not hold again. */
  public void release() {
    holding = false;
    released.complete(answer);
  }

  public List<SpanBatch> batches() {
    return List.copyOf(batches);
  }

  public List<Span> spans() {
    return batches.stream().flatMap(batch -> batch.spans().stream()).toList();
  }
}
