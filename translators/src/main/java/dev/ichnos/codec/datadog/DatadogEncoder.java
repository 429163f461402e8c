package dev.ichnos.codec.datadog;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.codec.wire.ResourceMemo;
import dev.ichnos.model.Format;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes batches for a Datadog Agent, as {@code /v0.4/traces} or {@code /v0.7/traces} takes them,
 * straight to the wire, normalised and cut by the Agent's own rules. The same batch always becomes
 * the same bytes.
 *
 * <p>A message says of one host and environment what is in it (in v0.4 the Agent takes them from
 * the first chunk), so that a batch of several must go as several messages: {@link #messages} parts
 * it. A batch must hold whole traces; those parts again are fit to be encoded.
 */
public final class DatadogEncoder implements SpanEncoder {
  private final Format format;
  private final DatadogOptions options;
  private final KeyOrders<TagOrder> orders = new KeyOrders<>(TagOrder::new);
  private final ResourceMemo<ResourceTags> memo;

  private DatadogEncoder(Format format, DatadogOptions options) {
    this.format = format;
    this.options = Objects.requireNonNull(options, "options");
    this.memo = new ResourceMemo<>(resource -> new ResourceTags(resource, options, orders));
  }

  /** Writes {@link DatadogFormats#DATADOG_V04_MSGPACK}. */
  public static DatadogEncoder v04(DatadogOptions options) {
    return new DatadogEncoder(DatadogFormats.DATADOG_V04_MSGPACK, options);
  }

  /** Writes {@link DatadogFormats#DATADOG_V07_MSGPACK}. */
  public static DatadogEncoder v07(DatadogOptions options) {
    return new DatadogEncoder(DatadogFormats.DATADOG_V07_MSGPACK, options);
  }

  @Override
  public Format format() {
    return format;
  }

  /** The chunks of the batch's message, for the header {@code X-Datadog-Trace-Count}. */
  public int traceCount(SpanBatch batch) {
    return Chunks.of(batch.spans(), new Losses()).size();
  }

  /**
   * The spans by the message that they must stand in: in v0.4 whole traces, by host and environment
   * of their local root; in v0.7 spans by host, environment, version and pod. Keys of equal
   * messages are equal; they come in the order in which they are first seen.
   *
   * @param spans all usable, by {@link #isUsable}
   */
  public Map<?, List<Span>> messages(List<Span> spans) {
    Losses uncounted = new Losses();
    ResourceCache resources = new ResourceCache(memo, orders, uncounted);
    Map<PayloadKey, List<Span>> parts = new LinkedHashMap<>();
    if (isV07()) {
      for (Span span : spans) {
        part(parts, PayloadKey.v07(resources.of(span))).add(span);
      }
    } else {
      for (Chunk chunk : Chunks.of(spans, uncounted)) {
        ResourceTags root = resources.of(chunk.spans().get(0));
        part(parts, PayloadKey.v04(root)).addAll(chunk.spans());
      }
    }
    return parts;
  }

  /** Whether an Agent could hold the span; it would drop the whole trace for one without ids. */
  public static boolean isUsable(Span span) {
    return Chunks.isUsable(span);
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    MsgpackWriter counter = MsgpackWriter.counting();
    try {
      write(batch, counter);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a counting writer has no stream that could fail
    }
    return Math.toIntExact(counter.written());
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    MsgpackWriter writer = new MsgpackWriter(out, Integer.MAX_VALUE);
    EncodeReport report = write(batch, writer);
    writer.flush();
    return report;
  }

  private EncodeReport write(SpanBatch batch, MsgpackWriter out) throws IOException {
    Losses losses = new Losses();
    ResourceCache resources = new ResourceCache(memo, orders, losses);
    List<Chunk> chunks = Chunks.of(batch.spans(), losses);
    long received = batch.origin().receivedEpochNanos();
    PayloadWriter writer = new PayloadWriter(out, options, orders, resources, losses, received);
    if (isV07()) {
      writer.payload(PayloadHead.of(chunks, resources), chunks);
    } else {
      writer.chunks(chunks);
    }
    return losses.report();
  }

  @SuppressWarnings("ReferenceEquality") // one of two constants
  private boolean isV07() {
    return format == DatadogFormats.DATADOG_V07_MSGPACK;
  }

  private static List<Span> part(Map<PayloadKey, List<Span>> parts, PayloadKey key) {
    return parts.computeIfAbsent(key, any -> new ArrayList<>());
  }

  /** What the spans of one message have in common; empty where it does not matter. */
  private record PayloadKey(String hostname, String environment, String version, String pod) {
    static PayloadKey v04(ResourceTags root) {
      return new PayloadKey(root.hostname, root.environment, "", "");
    }

    static PayloadKey v07(ResourceTags resource) {
      return new PayloadKey(
          resource.hostname, resource.environment, resource.version, resource.pod);
    }
  }
}
