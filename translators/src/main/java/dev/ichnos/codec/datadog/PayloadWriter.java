package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.model.KeyOrders;
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

  private static final byte[] CONTAINER_ID = MsgpackWriter.encoded("container_id");
  private static final byte[] ENV = MsgpackWriter.encoded("env");
  private static final byte[] HOSTNAME = MsgpackWriter.encoded("hostname");
  private static final byte[] APP_VERSION = MsgpackWriter.encoded("app_version");
  private static final byte[] TAGS = MsgpackWriter.encoded("tags");
  private static final byte[] CHUNKS = MsgpackWriter.encoded("chunks");
  private static final byte[] PRIORITY = MsgpackWriter.encoded("priority");
  private static final byte[] ORIGIN = MsgpackWriter.encoded("origin");
  private static final byte[] DROPPED_TRACE = MsgpackWriter.encoded("dropped_trace");
  private static final byte[] SPANS = MsgpackWriter.encoded("spans");
  private static final byte[] SERVICE = MsgpackWriter.encoded("service");
  private static final byte[] NAME = MsgpackWriter.encoded("name");
  private static final byte[] RESOURCE = MsgpackWriter.encoded("resource");
  private static final byte[] TYPE = MsgpackWriter.encoded("type");
  private static final byte[] TRACE_ID = MsgpackWriter.encoded("trace_id");
  private static final byte[] SPAN_ID = MsgpackWriter.encoded("span_id");
  private static final byte[] PARENT_ID = MsgpackWriter.encoded("parent_id");
  private static final byte[] START = MsgpackWriter.encoded("start");
  private static final byte[] DURATION = MsgpackWriter.encoded("duration");
  private static final byte[] ERROR = MsgpackWriter.encoded("error");
  private static final byte[] META = MsgpackWriter.encoded("meta");
  private static final byte[] METRICS = MsgpackWriter.encoded("metrics");

  private final MsgpackWriter out;
  private final DatadogOptions options;
  private final KeyOrders<TagOrder> orders;
  private final OperationNames names;
  private final ResourceCache resources;
  private final Losses losses;
  private final long receivedEpochNanos;
  private final CallFacts facts = new CallFacts();
  private final SpanTags tags;

  PayloadWriter(
      MsgpackWriter out,
      DatadogOptions options,
      KeyOrders<TagOrder> orders,
      ResourceCache resources,
      Losses losses,
      long now) {
    this.out = out;
    this.options = options;
    this.orders = orders;
    this.names = new OperationNames(options.operationName());
    this.resources = resources;
    this.losses = losses;
    this.receivedEpochNanos = now;
    this.tags = new SpanTags(orders, losses);
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
    text(CONTAINER_ID, head.containerId());
    text(ENV, head.environment());
    text(HOSTNAME, head.hostname());
    text(APP_VERSION, head.version());
    out.writeEncoded(TAGS);
    out.writeMapHeader(head.containerTags().isEmpty() ? 0 : 1);
    if (!head.containerTags().isEmpty()) {
      text(
          MsgpackWriter.encoded(DatadogKeys.CONTAINER_TAGS),
          String.join(",", head.containerTags()));
    }
    out.writeEncoded(CHUNKS);
    out.writeArrayHeader(chunks.size());
    for (Chunk chunk : chunks) {
      chunk(chunk);
    }
  }

  private void chunk(Chunk chunk) throws IOException {
    int priority = priority(chunk);
    out.writeMapHeader(5);
    out.writeEncoded(PRIORITY);
    out.writeLong(priority);
    text(ORIGIN, chunk.spans().get(0).attributes().string(DatadogKeys.ORIGIN));
    out.writeEncoded(DROPPED_TRACE);
    out.writeBoolean(false);
    out.writeEncoded(TAGS);
    out.writeMapHeader(0);
    out.writeEncoded(SPANS);
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
      TagOrder order = orders.of(span.attributes());
      facts.read(span, order);
      boolean error = tags.read(span, order, facts, resource, topLevel.service(i), topLevel.is(i));
      span(span, topLevel.service(i), error);
    }
  }

  private void span(Span span, String service, boolean error) throws IOException {
    String name = names.of(span, facts, service, losses);
    String resource = losses.cut(ResourceNames.of(span, facts), Limits.RESOURCE);
    out.writeMapHeader(12);
    text(SERVICE, service);
    text(NAME, name);
    text(RESOURCE, resource.isEmpty() ? name : resource);
    text(TYPE, losses.cut(ResourceNames.type(span.kind(), facts), Limits.TYPE));
    out.writeEncoded(TRACE_ID);
    out.writeUnsigned(span.traceIdLow());
    out.writeEncoded(SPAN_ID);
    out.writeUnsigned(span.spanId());
    out.writeEncoded(PARENT_ID);
    out.writeUnsigned(Chunks.parent(span));
    out.writeEncoded(START);
    long start = SpanTimes.start(span, receivedEpochNanos);
    out.writeLong(start);
    out.writeEncoded(DURATION);
    out.writeLong(Math.min(SpanTimes.duration(span), Long.MAX_VALUE - start));
    out.writeEncoded(ERROR);
    out.writeLong(error ? 1 : 0);
    out.writeEncoded(META);
    tags.table().writeMeta(out);
    out.writeEncoded(METRICS);
    tags.table().writeMetrics(out);
  }

  /**
   * What the first span says, else 2 for B3's debug, 0 for what its sender did not sample, and 1
   * for all else: the lane has decided to keep the trace, and the Agent must not decide again.
   */
  private int priority(Chunk chunk) {
    Span first = chunk.spans().get(0);
    facts.read(first, orders.of(first.attributes()));
    if (facts.samplingPriority >= -1 && facts.samplingPriority <= USER_KEEP) {
      return (int) facts.samplingPriority;
    }
    for (Span span : chunk.spans()) {
      if (span.debug()) {
        return USER_KEEP;
      }
    }
    return first.sampled() == Sampled.NOT_SAMPLED ? DROP : KEEP;
  }

  private void text(byte[] key, String value) throws IOException {
    out.writeEncoded(key);
    out.writeString(value);
  }
}
