package dev.ichnos.codec.datadog;

import dev.ichnos.codec.EncodeReport;

/** Counts what one encoding could not write. */
final class Losses {
  private int cutFields;
  private int leftOut;
  private int droppedSpans;

  void leftOut(int attributes) {
    leftOut += attributes;
  }

  /** A field that was cut. */
  void cut() {
    cutFields++;
  }

  /** What another counted. */
  void addAll(Losses other) {
    cutFields += other.cutFields;
    leftOut += other.leftOut;
    droppedSpans += other.droppedSpans;
  }

  void droppedSpan() {
    droppedSpans++;
  }

  /** The text, cut to so many bytes of UTF-8. */
  String cut(String value, int maxBytes) {
    String cut = Limits.prefix(value, maxBytes);
    if (cut.length() < value.length()) {
      cutFields++;
    }
    return cut;
  }

  /** The text, cut to so many bytes of UTF-8, three dots at its end if it was. */
  String cutMarked(String value, int maxBytes) {
    if (Limits.fits(value, maxBytes)) {
      return value;
    }
    cutFields++;
    return Limits.marked(value, maxBytes);
  }

  EncodeReport report() {
    return cutFields == 0 && leftOut == 0 && droppedSpans == 0
        ? EncodeReport.COMPLETE
        : new EncodeReport(cutFields, leftOut, droppedSpans);
  }
}
