package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.EncodeReport;

/** Counts what one request could not say. */
final class EncodeCounts {
  private int cutFields;
  private int leftOut;
  private int droppedSpans;

  void cut(boolean wasCut) {
    cutFields += wasCut ? 1 : 0;
  }

  void leftOut(int attributes) {
    leftOut += attributes;
  }

  void dropped() {
    droppedSpans++;
  }

  EncodeReport report() {
    return cutFields == 0 && leftOut == 0 && droppedSpans == 0
        ? EncodeReport.COMPLETE
        : new EncodeReport(cutFields, leftOut, droppedSpans);
  }

  /** What was left out before us, an unsigned number, and by us, as far as an int32 can say it. */
  static int sum(int upstream, int ours) {
    return (int) Math.min(Integer.toUnsignedLong(upstream) + ours, Integer.MAX_VALUE);
  }
}
