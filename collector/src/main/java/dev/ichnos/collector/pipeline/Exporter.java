package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Component;
import dev.ichnos.model.SpanBatch;
import java.util.concurrent.CompletionStage;

/**
 * Sends batches to one backend. It encodes and sends once; retry, splitting, concurrency and
 * accounting are its lane's.
 */
public interface Exporter extends Component {
  /** Its id in the configuration, such as {@code otlp} or {@code otlphttp/cloud}. */
  String name();

  /**
   * Sends the batch once. Does not block for the network; encoding happens on the caller's thread.
   * The stage never completes exceptionally, and completes within the exporter's timeout.
   */
  CompletionStage<ExportResult> export(SpanBatch batch);
}
