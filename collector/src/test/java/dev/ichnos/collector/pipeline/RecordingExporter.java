package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An exporter that answers as it is told, at once or when told, and remembers what it was given.
 */
public final class RecordingExporter implements Exporter {
  private final String name;
  private final List<SpanBatch> calls = new ArrayList<>();
  private final List<Span> delivered = new ArrayList<>();
  private final List<Call> open = new ArrayList<>();
  private Function<SpanBatch, ExportResult> answer = batch -> ExportResult.DELIVERED;
  private Predicate<Span> takes = span -> true;
  private boolean takesNotSampled;
  private boolean holding;

  public RecordingExporter(String name) {
    this.name = name;
  }

  /** From now on every call is answered so, at once. */
  public synchronized RecordingExporter answering(Function<SpanBatch, ExportResult> next) {
    answer = next;
    return this;
  }

  /** From now on it has room for such spans only. */
  public synchronized RecordingExporter taking(Predicate<Span> next) {
    takes = next;
    return this;
  }

  /** From now on it takes what senders did not sample. */
  public synchronized RecordingExporter takingNotSampled() {
    takesNotSampled = true;
    return this;
  }

  /** From now on calls stay open until {@link #answerNext}. */
  public synchronized RecordingExporter holding() {
    holding = true;
    return this;
  }

  /** Answers the oldest open call; how many spans it had. */
  public int answerNext(ExportResult result) {
    Call call;
    synchronized (this) {
      call = open.remove(0);
      record(call.batch, result);
    }
    call.result.complete(result);
    return call.batch.size();
  }

  public synchronized int openCalls() {
    return open.size();
  }

  /** Every batch that was given, in order. */
  public synchronized List<SpanBatch> calls() {
    return List.copyOf(calls);
  }

  /** Every span of a batch that was answered with "delivered". */
  public synchronized List<Span> delivered() {
    return List.copyOf(delivered);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public synchronized boolean takes(Span span) {
    return takes.test(span);
  }

  @Override
  public synchronized boolean takesNotSampled() {
    return takesNotSampled;
  }

  @Override
  public synchronized CompletionStage<ExportResult> export(SpanBatch batch) {
    calls.add(batch);
    if (holding) {
      Call call = new Call(batch, new CompletableFuture<>());
      open.add(call);
      return call.result;
    }
    ExportResult result = answer.apply(batch);
    record(batch, result);
    return CompletableFuture.completedFuture(result);
  }

  @Override
  public void close(Duration deadline) {}

  private void record(SpanBatch batch, ExportResult result) {
    if (result instanceof ExportResult.Delivered) {
      delivered.addAll(batch.spans());
    }
  }

  private record Call(SpanBatch batch, CompletableFuture<ExportResult> result) {}
}
