package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.DatadogKeys;
import java.io.IOException;
import java.util.List;

/** Writes chunks and spans as both versions have them; made for one message. */
final class PayloadWriter {
  private static final int DROP = 0;
  private static final int KEEP = 1;
  private static final int USER_KEEP = 2;

  private final MsgpackWriter out;
  private final DatadogOptions options;
  private final OperationNames names;
  private final ResourceCache resources;
  private final Losses losses;
  private final long receivedEpochNanos;
  private final CallFacts facts = new CallFacts();
  private final SpanTags tags;

  PayloadWriter(
      MsgpackWriter out, DatadogOptions options, ResourceCache resources, Losses losses, long now) {
    this.out = out;
    this.options = options;
    this.names = new OperationNames(options.operationName());
    this.resources = resources;
    this.losses = losses;
    this.receivedEpochNanos = now;
    this.tags = new SpanTags(losses);
  }

  /** A message of v0.4: the chunks. */
  void chunks(List<Chunk> chunks) throws IOException {
    out.writeArrayHeader(chunks.size());
    for (Chunk chunk : chunks) {
      spans(chunk, priority(chunk));
    }
  }

  /** A message of v0.7: where the chunks are from, and the chunks. */
  void payload(PayloadHead head, List<Chunk> chunks) throws IOException {
    out.writeMapHeader(6);
    text("container_id", head.containerId());
    text("env", head.environment());
    text("hostname", head.hostname());
    text("app_version", head.version());
    out.writeString("tags");
    out.writeMapHeader(head.containerTags().isEmpty() ? 0 : 1);
    if (!head.containerTags().isEmpty()) {
      text(DatadogKeys.CONTAINER_TAGS, String.join(",", head.containerTags()));
    }
    out.writeString("chunks");
    out.writeArrayHeader(chunks.size());
    for (Chunk chunk : chunks) {
      chunk(chunk);
    }
  }

  private void chunk(Chunk chunk) throws IOException {
    int priority = priority(chunk);
    out.writeMapHeader(5);
    out.writeString("priority");
    out.writeLong(priority);
    text("origin", chunk.spans().get(0).attributes().string(DatadogKeys.ORIGIN));
    out.writeString("dropped_trace");
    out.writeBoolean(false);
    out.writeString("tags");
    out.writeMapHeader(0);
    out.writeString("spans");
    spans(chunk, priority);
  }

  private void spans(Chunk chunk, int priority) throws IOException {
    TopLevel topLevel = new TopLevel(options.topLevel(), chunk, resources);
    String host = resources.of(chunk.spans().get(0)).hostname;
    out.writeArrayHeader(chunk.spans().size());
    for (int i = 0; i < chunk.spans().size(); i++) {
      Span span = chunk.spans().get(i);
      ResourceTags resource = resources.of(span);
      if (i == 0) {
        tags.beginChunk(chunk, resource, priority);
      } else {
        tags.begin(topLevel.isLocalRoot(i) ? host : "");
      }
      facts.read(span);
      boolean error = tags.read(span, facts, resource, topLevel.service(i), topLevel.is(i));
      span(span, topLevel.service(i), error);
    }
  }

  private void span(Span span, String service, boolean error) throws IOException {
    String name = names.of(span, facts, service, losses);
    String resource = losses.cut(ResourceNames.of(span, facts), Limits.RESOURCE);
    out.writeMapHeader(12);
    text("service", service);
    text("name", name);
    text("resource", resource.isEmpty() ? name : resource);
    text("type", losses.cut(ResourceNames.type(span.kind(), facts), Limits.TYPE));
    out.writeString("trace_id");
    out.writeUnsigned(span.traceIdLow());
    out.writeString("span_id");
    out.writeUnsigned(span.spanId());
    out.writeString("parent_id");
    out.writeUnsigned(Chunks.parent(span));
    out.writeString("start");
    long start = SpanTimes.start(span, receivedEpochNanos);
    out.writeLong(start);
    out.writeString("duration");
    out.writeLong(Math.min(SpanTimes.duration(span), Long.MAX_VALUE - start));
    out.writeString("error");
    out.writeLong(error ? 1 : 0);
    out.writeString("meta");
    tags.table().writeMeta(out);
    out.writeString("metrics");
    tags.table().writeMetrics(out);
  }

  /**
   * What the first span says, else 2 for B3's debug, 0 for what its sender did not sample, and 1
   * for all else: the lane has decided to keep the trace, and the Agent must not decide again.
   */
  private int priority(Chunk chunk) {
    facts.read(chunk.spans().get(0));
    if (facts.samplingPriority >= -1 && facts.samplingPriority <= USER_KEEP) {
      return (int) facts.samplingPriority;
    }
    for (Span span : chunk.spans()) {
      if (span.debug()) {
        return USER_KEEP;
      }
    }
    return chunk.spans().get(0).sampled() == Sampled.NOT_SAMPLED ? DROP : KEEP;
  }

  private void text(String key, String value) throws IOException {
    out.writeString(key);
    out.writeString(value);
  }
}
