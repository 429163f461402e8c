package dev.ichnos.codec.zipkin;

import java.util.Comparator;
import java.util.List;

/** An annotation of a v1 span while it is read: when, what, and who says so. */
final class V1Annotation {
  /** As Zipkin reads them: who spoke first is the span's first host. */
  private static final Comparator<V1Annotation> BY_TIME =
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

  /** Puts annotations in order of time, which most senders keep. */
  static void sort(List<V1Annotation> annotations) {
    for (int i = 1; i < annotations.size(); i++) {
      if (BY_TIME.compare(annotations.get(i - 1), annotations.get(i)) > 0) {
        annotations.sort(BY_TIME);
        return;
      }
    }
  }
}
