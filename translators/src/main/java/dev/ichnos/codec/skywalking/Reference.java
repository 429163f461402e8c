package dev.ichnos.codec.skywalking;

/** One of a span's {@code refs} while it is read: the span of another segment that led to it. */
final class Reference {
  boolean crossThread;
  String traceId = "";
  String segmentId = "";
  int spanId;
  String service = "";
  String serviceInstance = "";
  String endpoint = "";
  String address = "";

  /** Whether it names a span. */
  boolean isUsable() {
    return !segmentId.isEmpty() && spanId >= 0;
  }

  /** Whether it names the same span as {@code that}. */
  boolean namesSameSpan(Reference that) {
    return spanId == that.spanId
        && segmentId.equals(that.segmentId)
        && traceId.equals(that.traceId);
  }
}
