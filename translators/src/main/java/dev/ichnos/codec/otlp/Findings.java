package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one decoding has to report besides spans. Mends wait until it is known whether their span is
 * kept; drops are summed up, so that a message of a million bad spans makes one text, not a
 * million.
 */
final class Findings {
  private final SpanSink out;
  private final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  private final Map<DropReason, Drop> drops = new EnumMap<>(DropReason.class);

  Findings(SpanSink out) {
    this.out = out;
  }

  /** Something was put right in what is being read. */
  void mend(MendReason what) {
    mends.merge(what, 1, Integer::sum);
  }

  /** The span is good: reports it, and its mends. */
  void keep(Span span) {
    report();
    out.span(span);
  }

  /** The span is given up, and with it its mends. */
  void drop(DropReason why, Supplier<String> detail) {
    mends.clear();
    Drop known = drops.get(why);
    drops.put(why, known == null ? new Drop(1, detail.get()) : known.plusOne());
  }

  /** What was read is kept: reports its mends. */
  void report() {
    if (mends.isEmpty()) {
      return;
    }
    mends.forEach(
        (what, times) -> {
          for (int i = 0; i < times; i++) {
            out.mended(what);
          }
        });
    mends.clear();
  }

  /** The message is read: reports what was dropped. */
  void finish() {
    drops.forEach((why, drop) -> out.dropped(drop.spans, why, drop.detail));
  }

  private record Drop(int spans, String detail) {
    Drop plusOne() {
      return new Drop(spans + 1, detail);
    }
  }
}
