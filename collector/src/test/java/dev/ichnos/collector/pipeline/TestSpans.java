package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.MetadataConfig;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Spans and batches by the number. */
public final class TestSpans {
  private static final MetadataConfig TENANTS =
      new MetadataConfig(Optional.of("x-scope-orgid"), MetadataConfig.TrustForwarded.NEVER);
  private static final Metrics METRICS = new Metrics();

  private TestSpans() {}

  /** A span of the trace with this key. */
  public static Span span(long traceKey, long spanId) {
    return span(7, traceKey, spanId);
  }

  public static Span span(long traceHigh, long traceKey, long spanId) {
    return SpanFixtures.CLIENT.toBuilder().traceId(traceHigh, traceKey).spanId(spanId).build();
  }

  public static Span error(long traceKey, long spanId) {
    return span(traceKey, spanId).toBuilder().status(new Status(Status.Code.ERROR, "")).build();
  }

  /** A span with an attribute of so many characters. */
  public static Span large(long traceKey, long spanId, int characters) {
    return span(traceKey, spanId).toBuilder()
        .attributes(Attributes.of("body", "x".repeat(characters)))
        .build();
  }

  public static SpanBatch batch(Span... spans) {
    return SpanFixtures.batch(spans);
  }

  /** One message with spans 1 to {@code spans} of the trace. */
  public static SpanBatch trace(long traceKey, int spans) {
    List<Span> all = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      all.add(span(traceKey, i));
    }
    return new SpanBatch(all, SpanFixtures.ORIGIN);
  }

  public static SpanBatch from(String receiver, SpanBatch batch) {
    Origin origin = batch.origin();
    return new SpanBatch(
        batch.spans(), new Origin(receiver, origin.format(), origin.peer(), 0, origin.metadata()));
  }

  /** The batch as it comes with a request that has the tenant's header; empty for none. */
  public static SpanBatch ofTenant(String tenant, SpanBatch batch) {
    Origin origin = batch.origin();
    RecordingConsumer consumer = new RecordingConsumer();
    ReceivedMessage message = new ReceivedMessage(origin.format(), 0);
    batch.spans().forEach(message::span);
    Reception reception =
        new Reception(origin.receiver(), TENANTS, consumer, DecodeLimits.DEFAULT, METRICS, () -> 0);
    var unused =
        reception.accept(
            message,
            origin.peer(),
            reception.metadata(origin.peer(), name -> name.equals("x-scope-orgid") ? tenant : ""));
    return consumer.batches().get(0);
  }

  public static Entry entry(long sequence, long appendEpochNanos, Span... spans) {
    SpanBatch group = batch(spans);
    return new Entry(sequence, appendEpochNanos, group, group.retainedBytes());
  }
}
