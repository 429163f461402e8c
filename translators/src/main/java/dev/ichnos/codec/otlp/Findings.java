package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one decoding has to report besides spans. Mends wait until it is known whether their span is
 * kept; drops are summed up, so that a message of a million bad spans makes one text, not a
 * million.
 */
final class Findings {
  private static final MendReason[] MEND_REASONS = MendReason.values();

  private final SpanSink out;
  private final int[] mends = new int[MEND_REASONS.length];
  private final Map<DropReason, Drop> drops = new EnumMap<>(DropReason.class);
  private boolean mended;

  Findings(SpanSink out) {
    this.out = out;
  }

  /** Something was put right in what is being read. */
  void mend(MendReason what) {
    mends[what.ordinal()]++;
    mended = true;
  }

  /** The span is good: reports it, and its mends. */
  void keep(Span span) {
    report();
    out.span(span);
  }

  /** The span is given up, and with it its mends. */
  void drop(DropReason why, Supplier<String> detail) {
    forget();
    Drop known = drops.get(why);
    drops.put(why, known == null ? new Drop(1, detail.get()) : known.plusOne());
  }

  /** Reports mends of what is shared by spans. */
  void report() {
    if (!mended) {
      return;
    }
    for (int i = 0; i < mends.length; i++) {
      for (int n = 0; n < mends[i]; n++) {
        out.mended(MEND_REASONS[i]);
      }
    }
    forget();
  }

  /** The message is read: reports what was dropped. */
  void finish() {
    drops.forEach((why, drop) -> out.dropped(drop.spans, why, drop.detail));
  }

  private void forget() {
    if (mended) {
      Arrays.fill(mends, 0);
      mended = false;
    }
  }

  private record Drop(int spans, String detail) {
    Drop plusOne() {
      return new Drop(spans + 1, detail);
    }
  }
}
