package dev.ichnos.repair.join;

import dev.ichnos.model.SpanBatch;
import java.util.function.LongConsumer;

/**
 * Says which traces have to be looked at together: those that have a key in common. A key is the
 * hash of a token, see the package. Not thread-safe.
 */
public final class JoinKeys {
  private final EvidenceReader reader = new EvidenceReader();

  /** The key of a trace by its own id; those who captured the id have it too. */
  public static long ofTrace(long traceIdLow) {
    return new Token(false, 0, traceIdLow).key();
  }

  /**
   * Tells the keys of what was captured on the spans, possibly some of them twice.
   *
   * @param group spans of one trace from one message
   */
  public void of(SpanBatch group, LongConsumer out) {
    reader.keys(group, out);
  }
}
