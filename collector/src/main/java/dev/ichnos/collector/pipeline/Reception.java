package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.MetadataConfig;
import dev.ichnos.model.Origin;
import dev.ichnos.model.SpanBatch;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A receiver's way into the pipeline: decodes messages and hands their spans to the {@link
 * SpanConsumer}.
 *
 * <p>Each span of a message is counted once. Good ones count at the intake, as accepted or refused;
 * bad ones count here: as dropped when their neighbours were taken, else as refused. Safe for many
 * threads.
 */
public final class Reception {
  private static final long HEAP_BYTES_PER_SPAN = 4_096;

  /** Twice what collectors in front of us put into a message by default. */
  private static final long LEAST_MAX_SPANS = 16_384;

  private final String receiver;
  private final SpanConsumer consumer;
  private final DecodeLimits limits;
  private final Metrics metrics;
  private final EpochClock clock;
  private final RequestMetadata metadata;

  /**
   * What one message may hold, on a heap of this limit: the formats' own bounds, but a span for
   * each 4 KiB at most, since 30 bytes of JSON already make one that takes up twenty times as much.
   */
  public static DecodeLimits limits(long heapBytes) {
    DecodeLimits most = DecodeLimits.DEFAULT;
    long spans = Math.max(LEAST_MAX_SPANS, heapBytes / HEAP_BYTES_PER_SPAN);
    return new DecodeLimits(
        (int) Math.min(most.maxSpans(), spans),
        most.maxDepth(),
        most.maxAttributes(),
        most.maxEvents(),
        most.maxLinks());
  }

  /**
   * The way in of one receiver.
   *
   * @param receiver its id, which goes into every {@link Origin} and metric
   * @param metadata what is kept of requests' headers
   * @param clock tells when a message was taken
   */
  public Reception(
      String receiver,
      MetadataConfig metadata,
      SpanConsumer consumer,
      DecodeLimits limits,
      Metrics metrics,
      EpochClock clock) {
    this.receiver = Objects.requireNonNull(receiver, "receiver");
    this.consumer = Objects.requireNonNull(consumer, "consumer");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.metadata =
        new RequestMetadata(metadata, () -> metrics.mended(receiver, "header_too_long", 1));
  }

  /**
   * Reads a message, without counting anything yet. Never throws for what the sender wrote; an
   * error of our own passes, and counts here.
   *
   * @param bytes array-backed, exact, never written again
   */
  public ReceivedMessage decode(SpanDecoder decoder, ByteBuffer bytes) {
    ReceivedMessage message = new ReceivedMessage(decoder.format(), bytes.remaining());
    try {
      decoder.decode(bytes, limits, message);
    } catch (DecodeException e) {
      message.fail(Objects.requireNonNullElse(e.getMessage(), "Malformed " + decoder.format()));
    } catch (RuntimeException e) {
      refuse("internal_error");
      throw e;
    }
    return message;
  }

  /**
   * Counts a message that is refused without a look at its spans.
   *
   * @param reason lower snake case, from a small set
   */
  public void refuse(String reason) {
    metrics.refusedMessage(receiver, reason);
  }

  /**
   * What is kept of a request's headers, by lower-case name; mostly empty.
   *
   * @param peer the sender's address; empty when unknown
   * @param headers gives a header's value by its lower-case name, empty when absent
   */
  public Map<String, String> metadata(String peer, UnaryOperator<String> headers) {
    return metadata.of(peer, headers);
  }

  /** {@link #decode}, {@link #metadata} and {@link #accept} in one. */
  public CompletionStage<ReceptionResult> accept(
      SpanDecoder decoder, ByteBuffer bytes, String peer, UnaryOperator<String> headers) {
    return accept(decode(decoder, bytes), peer, metadata(peer, headers));
  }

  /**
   * Hands the spans of a message on. The stage completes when the sender can be answered.
   *
   * @param peer the sender's address; empty when unknown
   * @param kept what {@link #metadata} kept of the request's headers
   */
  public CompletionStage<ReceptionResult> accept(
      ReceivedMessage message, String peer, Map<String, String> kept) {
    if (message.isMalformed()) {
      refuse("malformed");
      return done(new ReceptionResult.Malformed(message.problem()));
    }
    message.mended().forEach((why, fields) -> metrics.mended(receiver, why.label(), fields));
    if (message.spans().isEmpty()) {
      countDropped(message, metrics::refused);
      return done(new ReceptionResult.Taken(0, message.droppedSpans(), message.problem()));
    }
    SpanBatch batch =
        new SpanBatch(
            message.spans(),
            new Origin(receiver, message.format(), peer, clock.epochNanos(), kept));
    return consumer.accept(batch).thenApply(result -> account(message, result));
  }

  private ReceptionResult account(ReceivedMessage message, ConsumeResult result) {
    if (result instanceof ConsumeResult.Retryable retryable) {
      countDropped(message, metrics::refused);
      return new ReceptionResult.Busy(retryable.after(), retryable.message());
    }
    if (result instanceof ConsumeResult.Permanent permanent) {
      countDropped(message, metrics::refused);
      return new ReceptionResult.Refused(permanent.message());
    }
    countDropped(message, metrics::receiverDropped);
    int offered = message.spans().size();
    int refused = 0;
    String problem = message.problem();
    if (result instanceof ConsumeResult.Partial partial) {
      refused = Math.min(offered, partial.refusedSpans());
      problem = problem.isEmpty() ? partial.message() : problem + "; " + partial.message();
    }
    return new ReceptionResult.Taken(offered - refused, message.droppedSpans() + refused, problem);
  }

  private void countDropped(ReceivedMessage message, SpanCounter counter) {
    message.dropped().forEach((why, spans) -> counter.add(receiver, why.label(), spans));
  }

  private static CompletionStage<ReceptionResult> done(ReceptionResult result) {
    return CompletableFuture.completedStage(result);
  }

  private interface SpanCounter {
    void add(String receiver, String reason, long spans);
  }
}
