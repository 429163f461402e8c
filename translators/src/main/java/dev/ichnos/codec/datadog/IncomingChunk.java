package dev.ichnos.codec.datadog;

import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Sampled;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of one chunk, and what is said once for all of them: on its first span the upper half
 * of the trace id, on one of them the sampling priority, in v0.7 both on the chunk itself. Used for
 * one chunk after the other.
 */
final class IncomingChunk {
  /** No sampling priority, in v0.7. */
  static final int NONE = -128;

  private final List<PendingSpan> pending = new ArrayList<>();
  private final ResourceTable resources;
  private int size;

  /** What v0.7 states for the chunk. */
  int priority;

  String origin = "";
  boolean dropped;
  private long traceIdHigh;
  private final Attributes.Builder tags = Attributes.builder();

  /**
   * What the message, and below it the request, state for every span; stays from chunk to chunk.
   */
  final ResourceDraft defaults = new ResourceDraft();

  /** The host that the message states for every span, likewise. */
  String host = "";

  IncomingChunk(ResourceTable resources) {
    this.resources = resources;
  }

  void clear() {
    size = 0;
    priority = PendingSpan.NO_PRIORITY;
    origin = "";
    tags.clear();
    traceIdHigh = 0;
    dropped = false;
  }

  /** A tag of v0.7's chunk. */
  void tag(String key, String value) {
    if (!key.equals(DatadogKeys.TRACE_ID_HIGH)) {
      tags.put(key, value);
    } else if (value.length() == IncomingIds.HALF && IncomingIds.areHex(value)) {
      traceIdHigh = IncomingIds.parse(value, 0, IncomingIds.HALF);
    }
  }

  /** Room for the next span. */
  PendingSpan next() {
    if (size == pending.size()) {
      pending.add(new PendingSpan());
    }
    PendingSpan span = pending.get(size++);
    span.clear();
    return span;
  }

  /** Hands out all spans, in their order. */
  void finish(SpanSink out) {
    if (size == 0) {
      return;
    }
    PendingSpan first = pending.get(0);
    long high = traceIdHigh;
    long low = first.traceIdLow;
    for (int i = 0; i < size; i++) {
      PendingSpan span = pending.get(i);
      if (high == 0 && span.traceIdHigh != 0) {
        high = span.traceIdHigh;
        low = span.traceIdLow;
      }
      if (priority == PendingSpan.NO_PRIORITY) {
        priority = span.priority;
      }
    }
    sayOnFirst(first);
    for (int i = 0; i < size; i++) {
      PendingSpan span = pending.get(i);
      long half = span.traceIdLow == low ? high : 0;
      span.builder
          .traceId(span.traceIdHigh == 0 ? half : span.traceIdHigh, span.traceIdLow)
          .sampled(sampled(span));
      if (i == 0 || !span.fromOtel) { // to later spans an exporter gives their root's
        span.resource.host(span.host);
      }
      if (!first.fromOtel) {
        ofOneProcess(span, first);
      }
      span.resource.host(host);
      span.resource.putAll(defaults);
      span.builder.resource(resources.of(span.resource));
      span.finish(out);
    }
  }

  /** What the chunk states, and its first span does not. */
  private void sayOnFirst(PendingSpan first) {
    if (priority != PendingSpan.NO_PRIORITY && first.priority == PendingSpan.NO_PRIORITY) {
      first.attributes =
          first.attributes.toBuilder().put(DatadogKeys.SAMPLING_PRIORITY, priority).build();
    }
    if (!origin.isEmpty()) {
      tags.putIfAbsent(DatadogKeys.ORIGIN, origin);
    }
    if (tags.size() > 0) {
      first.attributes = tags.putAll(first.attributes).build();
    }
  }

  private Sampled sampled(PendingSpan span) {
    if (span.sampledAlone) {
      return Sampled.SAMPLED;
    }
    if (dropped) {
      return Sampled.NOT_SAMPLED;
    }
    if (priority == PendingSpan.NO_PRIORITY) {
      return Sampled.DEFERRED;
    }
    return priority > 0 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
  }

  /**
   * A tracer's chunk is what one process did, and only its first span says which. Where an exporter
   * gathered the spans of several, each says so itself.
   */
  private static void ofOneProcess(PendingSpan span, PendingSpan first) {
    span.resource.putFrom(first.resource, OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME);
    span.resource.host(first.host);
    span.resource.putFrom(first.resource, OtelKeys.TELEMETRY_SDK_LANGUAGE);
    span.resource.putFrom(first.resource, OtelKeys.SERVICE_INSTANCE_ID);
    span.resource.putFrom(first.resource, OtelKeys.PROCESS_PID);
  }
}
