package dev.ichnos.repair.join;

import dev.ichnos.model.TraceId;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes one of the 64-bit and the 128-bit form of a trace id, where there is only one of the
 * latter. Two upper halves that are not 0 are never one trace, and what has none is then of
 * neither.
 */
final class Widths {
  private static final long SEVERAL = 0;

  /** Upper half by lower half; {@link #SEVERAL} where there are two. */
  private final Map<Long, Long> highs = new HashMap<>();

  void add(long high, long low) {
    if (high != 0) {
      highs.merge(low, high, (a, b) -> a.equals(b) ? a : SEVERAL);
    }
  }

  TraceId widest(long high, long low) {
    return new TraceId(high != 0 ? high : highs.getOrDefault(low, 0L), low);
  }
}
