package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import java.util.ArrayList;
import java.util.List;

/**
 * One v1 span while it is read. What v1 and v2 have in common is in {@link #span}; annotations and
 * binary annotations wait here, since only all of them together say whose they are. Used again for
 * every span of a message.
 */
final class V1SpanDraft {
  /** Core annotations and addresses do not count against the limits on events and attributes. */
  private static final int CORE_ANNOTATIONS = 8;

  private static final int ADDRESSES = 3;

  /** Ids, name, debug, and the times that the sender states. Becomes the first host's span. */
  final SpanDraft span;

  private final V1Hosts hosts;
  private final List<V1Annotation> annotations = new ArrayList<>();
  private final List<V1BinaryAnnotation> binaryAnnotations = new ArrayList<>();
  private final int mostAnnotations;
  private final int mostBinaryAnnotations;
  private int annotationCount;
  private int binaryAnnotationCount;

  V1SpanDraft(DecodeLimits limits) {
    this.span = new SpanDraft(limits);
    this.hosts = new V1Hosts(span);
    this.mostAnnotations = limits.maxEvents() + CORE_ANNOTATIONS;
    this.mostBinaryAnnotations = limits.maxAttributes() + ADDRESSES;
  }

  void clear() {
    span.clear();
    annotationCount = 0;
    binaryAnnotationCount = 0;
  }

  /** An annotation to be filled, which counts once it is added. */
  V1Annotation nextAnnotation() {
    if (annotationCount == annotations.size()) {
      annotations.add(new V1Annotation());
    }
    V1Annotation next = annotations.get(annotationCount);
    next.clear();
    return next;
  }

  /** The annotation that was last begun is complete. */
  void addAnnotation() {
    if (annotationCount < mostAnnotations) {
      annotationCount++;
    } else {
      span.annotationLeftOut();
    }
  }

  /** A binary annotation to be filled, which counts once it is added. */
  V1BinaryAnnotation nextBinaryAnnotation() {
    if (binaryAnnotationCount == binaryAnnotations.size()) {
      binaryAnnotations.add(new V1BinaryAnnotation());
    }
    V1BinaryAnnotation next = binaryAnnotations.get(binaryAnnotationCount);
    next.clear();
    return next;
  }

  /** The binary annotation that was last begun is complete. */
  void addBinaryAnnotation() {
    if (binaryAnnotationCount < mostBinaryAnnotations) {
      binaryAnnotationCount++;
    } else {
      span.tagLeftOut();
    }
  }

  /**
   * The binary annotation that was last begun, key and endpoint, has a boolean for a value: {@code
   * true} for a peer's key makes it an address, any other a tag.
   */
  void addBoolean(boolean value) {
    V1BinaryAnnotation last = binaryAnnotations.get(binaryAnnotationCount);
    if (!V1BinaryAnnotation.isPeer(last.key)) {
      last.text = value ? "true" : "false";
    } else if (value && !last.endpoint.isEmpty()) {
      last.isAddress = true;
    } else {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    addBinaryAnnotation();
  }

  /** Hands the spans of all hosts, or why there is none, to {@code out}. */
  void finish(SpanSink out) {
    if (span.isDropped()) {
      span.finish(out);
      return;
    }
    hosts.split(
        annotations.subList(0, annotationCount),
        binaryAnnotations.subList(0, binaryAnnotationCount));
    hosts.finish(out);
  }
}
