package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Component;
import dev.ichnos.model.SpanBatch;
import java.util.concurrent.CompletionStage;

/**
 * The bounded, append-only log between receivers and lanes. Safe for many threads.
 *
 * <p>Readers are opened before {@link #start}; an entry is kept until every reader has acknowledged
 * it.
 */
public interface Journal extends Component {
  /**
   * Appends the batch as one entry per trace, all or nothing; the stage completes when the entries
   * are as safe as this form of journal makes them. Never blocks; past the hard byte limit the
   * answer is {@link ConsumeResult.Retryable}. The stage never completes exceptionally. It may
   * complete late, half a second at most, while a lane cannot take entries as fast as they come: so
   * senders that wait for their answers do not run away from it.
   */
  CompletionStage<ConsumeResult> append(SpanBatch batch);

  /**
   * Opens the one reader of this lane.
   *
   * @throws IllegalStateException if the lane has one already
   */
  JournalReader reader(String lane);
}
