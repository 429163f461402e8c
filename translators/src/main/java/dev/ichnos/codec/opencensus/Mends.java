package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import java.util.EnumMap;
import java.util.Map;

/** What was put right in what is being read; reported once it is known that it is kept. */
final class Mends {
  private final Map<MendReason, Integer> times = new EnumMap<>(MendReason.class);

  void add(MendReason what) {
    times.merge(what, 1, Integer::sum);
  }

  /** What was read is given up. */
  void forget() {
    times.clear();
  }

  /** What was read is kept. */
  void report(SpanSink out) {
    if (times.isEmpty()) {
      return;
    }
    times.forEach(
        (what, count) -> {
          for (int i = 0; i < count; i++) {
            out.mended(what);
          }
        });
    times.clear();
  }
}
