package dev.ichnos.codec.lightstep;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import java.util.EnumMap;
import java.util.Map;

/** What was put right in what is being read, until it is known to be kept. */
final class Mends {
  private final Map<MendReason, Integer> counts = new EnumMap<>(MendReason.class);

  void add(MendReason what) {
    counts.merge(what, 1, Integer::sum);
  }

  void clear() {
    counts.clear();
  }

  void handOut(SpanSink out) {
    counts.forEach(
        (what, times) -> {
          for (int i = 0; i < times; i++) {
            out.mended(what);
          }
        });
    counts.clear();
  }
}
