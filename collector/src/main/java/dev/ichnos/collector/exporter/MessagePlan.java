package dev.ichnos.collector.exporter;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How an exporter makes messages of traces: which spans, which of them together, by which encoder,
 * how large. It needs no connection, so that what would be sent can be known without sending it.
 * Immutable, safe for many threads.
 */
public interface MessagePlan {
  /** All spans, in messages of any kind, by this encoder. */
  static MessagePlan of(SpanEncoder encoder, DataSize maxSize) {
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(maxSize, "maxSize");
    return new MessagePlan() {
      @Override
      public SpanEncoder encoder(SpanBatch batch) {
        return encoder;
      }

      @Override
      public DataSize maxSize() {
        return maxSize;
      }
    };
  }

  /**
   * What the backend's format or rules have against the span, in lower snake case from a small set;
   * empty when it is taken.
   *
   * @see Exporter#takes
   */
  default String refusal(Span span) {
    return "";
  }

  /**
   * Whether spans are for it that their sender decided not to record.
   *
   * @see Exporter#takesNotSampled
   */
  default boolean takesNotSampled() {
    return false;
  }

  /**
   * The spans of one trace by the message that they must stand in.
   *
   * @see Exporter#messages
   */
  default Map<?, List<Span>> messages(List<Span> trace) {
    return Map.of(Exporter.ANY_MESSAGE, trace);
  }

  /**
   * What encodes a batch.
   *
   * @param batch spans of equal keys of {@link #messages}, at least one
   */
  SpanEncoder encoder(SpanBatch batch);

  /** The largest message, before compression. */
  DataSize maxSize();
}
