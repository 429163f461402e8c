package dev.ichnos.codec.zipkin;

import java.util.Comparator;

/** An annotation of a v1 span while it is read: when, what, and who says so. */
final class V1Annotation {
  /** As Zipkin reads them: who spoke first is the span's first host. */
  static final Comparator<V1Annotation> BY_TIME =
      Comparator.<V1Annotation>comparingLong(annotation -> annotation.epochNanos)
          .thenComparing(annotation -> annotation.value);

  long epochNanos;
  String value = "";
  final EndpointDraft endpoint = new EndpointDraft();

  void clear() {
    epochNanos = 0;
    value = "";
    endpoint.clear();
  }
}
