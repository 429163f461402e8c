package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Component;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sends batches to one backend. It encodes and sends once; retry, splitting, concurrency and
 * accounting are its lane's.
 */
public interface Exporter extends Component {
  /** The key of {@link #messages} where all spans may share one. */
  Object ANY_MESSAGE = "any";

  /** Its id in the configuration, such as {@code otlp} or {@code otlphttp/cloud}. */
  String name();

  /**
   * The spans of one trace by the message that they must stand in, such as one for each host or
   * project where a message states that once for all its spans. A batch holds spans of equal keys
   * only, so that each message succeeds, fails and is sent again by itself. Cheap and pure; on the
   * lane's thread.
   *
   * @param trace at least one span, all of which the backend {@link #takes}
   * @return every span once, those of a key in the trace's order
   */
  default Map<?, List<Span>> messages(List<Span> trace) {
    return Map.of(ANY_MESSAGE, trace);
  }

  /**
   * Whether the backend's format and rules have room for the span at all, such as its times. One
   * that is not taken is dropped by the lane as {@code not_encodable}, its neighbours go on. On the
   * lane's thread.
   */
  default boolean takes(Span span) {
    return true;
  }

  /**
   * Whether spans are for it that their sender decided not to record, yet sent; any other's lane
   * drops them as {@code not_sampled}. Agents of Datadog count what they do not keep, and so are
   * sent everything.
   */
  default boolean takesNotSampled() {
    return false;
  }

  /**
   * Sends the batch once. Does not block for the network; encoding happens on the caller's thread.
   * The stage never completes exceptionally, and completes within the exporter's timeout.
   */
  CompletionStage<ExportResult> export(SpanBatch batch);
}
