package dev.ichnos.collector.mapping;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what an exporter would send, in the place of sending it. */
final class RehearsedExporter implements Exporter {
  private final String name;
  private final MessagePlan plan;
  private final List<MappedMessage> messages = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();

  RehearsedExporter(String name, MessagePlan plan) {
    this.name = name;
    this.plan = plan;
  }

  List<MappedMessage> sent() {
    return messages;
  }

  /** Spans that the backend's format or rules have no room for, by what is against them. */
  Map<String, Integer> refusals() {
    return refusals;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<?, List<Span>> messages(List<Span> trace) {
    return plan.messages(trace);
  }

  @Override
  public boolean takes(Span span) {
    String refusal = plan.refusal(span);
    if (!refusal.isEmpty()) {
      refusals.merge(refusal, 1, Integer::sum);
    }
    return refusal.isEmpty();
  }

  @Override
  public boolean takesNotSampled() {
    return plan.takesNotSampled();
  }

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    return CompletableFuture.completedStage(keep(batch));
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private ExportResult keep(SpanBatch batch) {
    SpanEncoder encoder = plan.encoder(batch);
    int size = encoder.encodedSize(batch);
    if (size > plan.maxSize().bytes()) {
      return new ExportResult.Split("batch of " + size + " bytes");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try {
      EncodeReport report = encoder.encode(batch, bytes);
      messages.add(new MappedMessage(encoder.format(), batch, bytes.toByteArray(), report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExportResult.DELIVERED;
  }
}
