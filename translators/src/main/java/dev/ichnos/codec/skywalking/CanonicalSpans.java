package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.SkyWalkingIds;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.SkyWalkingKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the segments of one message into canonical spans, and hands them out. */
final class CanonicalSpans {
  /**
   * Characters of an id, of which agents write up to 150. Each span of a segment repeats both: a
   * longer one, said once, would fill a batch.
   */
  private static final int LONGEST_ID = 1_024;

  private static final Status FAILED = new Status(Status.Code.ERROR, "");

  private final SpanSink out;
  private final Span.Builder builder = Span.builder();
  private String service = "";
  private String serviceInstance = "";
  private Resource resource = Resource.EMPTY;
  private TraceId traceId = new TraceId(0, 0);

  CanonicalSpans(SpanSink out) {
    this.out = out;
  }

  /** Hands out the spans of a segment that was read to its end. */
  void segment(SegmentDraft segment) {
    if (segment.spans.isEmpty()) {
      return;
    }
    if (!isId(segment.traceId)) {
      drop(segment, DropReason.INVALID_TRACE_ID, "traceId", segment.traceId);
      return;
    }
    if (!isId(segment.segmentId)) {
      drop(segment, DropReason.INVALID_SPAN_ID, "traceSegmentId", segment.segmentId);
      return;
    }
    traceId = SkyWalkingIds.traceId(segment.traceId);
    resource(segment);
    Reference opener = null;
    for (SpanDraft span : segment.spans) {
      if (span.spanId < 0) {
        out.dropped(
            1,
            DropReason.INVALID_SPAN_ID,
            span.place() + ".spanId: " + span.spanId + " (expected: 0-2147483647)");
        continue;
      }
      Reference parent = hasParentInSegment(span) ? null : parent(span, segment);
      opener = opener == null ? parent : opener;
      span(span, segment, parent, opener);
    }
  }

  private static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_ID;
  }

  private void drop(SegmentDraft segment, DropReason why, String field, String id) {
    String found = id.isEmpty() ? "absent" : "a text of " + id.length() + " characters";
    out.dropped(
        segment.spans.size(),
        why,
        "%s%s: %s (expected: 1-%d)".formatted(segment.place, field, found, LONGEST_ID));
  }

  /** Segments of one message mostly come from one agent. */
  private void resource(SegmentDraft segment) {
    if (segment.service.equals(service) && segment.serviceInstance.equals(serviceInstance)) {
      return;
    }
    service = segment.service;
    serviceInstance = segment.serviceInstance;
    Attributes.Builder attributes = Attributes.builder();
    putUnlessEmpty(attributes, OtelKeys.SERVICE_NAME, service);
    putUnlessEmpty(attributes, OtelKeys.SERVICE_INSTANCE_ID, serviceInstance);
    resource = Resource.of(attributes.build());
  }

  private static boolean hasParentInSegment(SpanDraft span) {
    return span.parentSpanId >= 0 && span.parentSpanId != span.spanId;
  }

  /** The first reference into this trace: agents take over the trace id of the first. */
  private static @Nullable Reference parent(SpanDraft span, SegmentDraft segment) {
    for (Reference reference : span.references) {
      boolean sameTrace = reference.traceId.isEmpty() || reference.traceId.equals(segment.traceId);
      if (sameTrace && reference.isUsable()) {
        return reference;
      }
    }
    return null;
  }

  private void span(
      SpanDraft span,
      SegmentDraft segment,
      @Nullable Reference parent,
      @Nullable Reference opener) {
    Attributes.Builder attributes = span.tags;
    ids(span, segment, attributes);
    long parentSpanId = 0;
    if (parent != null) {
      parentSpanId = SkyWalkingIds.spanId(parent.segmentId, parent.spanId);
      describe(parent, attributes);
    } else if (hasParentInSegment(span)) {
      parentSpanId = SkyWalkingIds.spanId(segment.segmentId, span.parentSpanId);
    }
    if (span.parentSpanId == span.spanId || span.parentSpanId < -1) {
      span.mended(MendReason.PARENT_ID);
    }
    details(span, segment, attributes);
    List<Link> links = links(span, segment, parent, opener);
    limits(span);
    Span built =
        builder
            .traceId(traceId.high(), traceId.low())
            .spanId(SkyWalkingIds.spanId(segment.segmentId, span.spanId))
            .parentSpanId(parentSpanId)
            .name(span.operationName)
            .kind(span.type.kind(span.layer))
            .startEpochNanos(span.startEpochNanos)
            .startAbsent(span.startEpochNanos == 0)
            .endEpochNanos(span.endEpochNanos)
            .endAbsent(span.endEpochNanos == 0)
            .attributes(attributes.build())
            .droppedAttributesCount(span.droppedTags)
            .events(span.logs)
            .droppedEventsCount(span.droppedLogs)
            .links(links)
            .droppedLinksCount(span.droppedReferences)
            .status(span.error ? FAILED : Status.UNSET)
            .resource(resource)
            .build();
    span.mends.forEach(this::mended);
    out.span(built);
  }

  private static void ids(SpanDraft span, SegmentDraft segment, Attributes.Builder into) {
    into.put(SkyWalkingKeys.TRACE_ID, segment.traceId);
    into.put(SkyWalkingKeys.SEGMENT_ID, segment.segmentId);
    into.put(SkyWalkingKeys.SPAN_ID, span.spanId);
  }

  private static void details(SpanDraft span, SegmentDraft segment, Attributes.Builder into) {
    putUnlessEmpty(into, SkyWalkingKeys.LAYER, span.layer);
    if (span.componentId != 0) {
      into.put(SkyWalkingKeys.COMPONENT_ID, span.componentId);
    }
    PeerAddress.put(span.peer, span.type, into);
    if (span.skipAnalysis) {
      into.put(SkyWalkingKeys.SKIP_ANALYSIS, true);
    }
    if (segment.sizeLimited) {
      into.put(SkyWalkingKeys.SIZE_LIMITED, true);
    }
  }

  /** What a reference says besides the trace, of a parent or of a link. */
  private static void describe(Reference reference, Attributes.Builder into) {
    into.put(SkyWalkingKeys.PARENT_SEGMENT_ID, reference.segmentId);
    into.put(SkyWalkingKeys.PARENT_SPAN_ID, reference.spanId);
    putUnlessEmpty(into, SkyWalkingKeys.PARENT_SERVICE, reference.service);
    putUnlessEmpty(into, SkyWalkingKeys.PARENT_SERVICE_INSTANCE, reference.serviceInstance);
    putUnlessEmpty(into, SkyWalkingKeys.PARENT_ENDPOINT, reference.endpoint);
    putUnlessEmpty(into, SkyWalkingKeys.ADDRESS_USED_AT_PEER, reference.address);
    if (reference.crossThread) {
      into.put(SkyWalkingKeys.REFERENCE_TYPE, "CrossThread");
    }
  }

  /**
   * All references but the parent. Envoy repeats the one that opened the segment on every span of
   * it (SkyAPM/cpp2sky TracingSpanImpl#createSpanObject), which says nothing new there.
   */
  private List<Link> links(
      SpanDraft span,
      SegmentDraft segment,
      @Nullable Reference parent,
      @Nullable Reference opener) {
    if (span.references.isEmpty()) {
      return List.of();
    }
    List<Link> links = new ArrayList<>();
    for (Reference reference : span.references) {
      if (!reference.isUsable()) {
        span.mended(MendReason.FIELD_LEFT_OUT);
        continue;
      }
      boolean said =
          reference == parent
              || (hasParentInSegment(span) && opener != null && reference.namesSameSpan(opener));
      if (!said) {
        links.add(link(reference, segment));
      }
    }
    return links;
  }

  private Link link(Reference reference, SegmentDraft segment) {
    String other = reference.traceId.isEmpty() ? segment.traceId : reference.traceId;
    boolean sameTrace = other.equals(segment.traceId);
    TraceId id = sameTrace ? traceId : SkyWalkingIds.traceId(other);
    Attributes.Builder attributes = Attributes.builder();
    if (!sameTrace) {
      attributes.put(SkyWalkingKeys.TRACE_ID, other);
    }
    describe(reference, attributes);
    long spanId = SkyWalkingIds.spanId(reference.segmentId, reference.spanId);
    return new Link(id.high(), id.low(), spanId, "", 0, attributes.build(), 0);
  }

  private static void limits(SpanDraft span) {
    if (span.droppedTags > 0) {
      span.mended(MendReason.LIMIT);
    }
    if (span.droppedLogs > 0) {
      span.mended(MendReason.LIMIT);
    }
    if (span.droppedReferences > 0) {
      span.mended(MendReason.LIMIT);
    }
  }

  private void mended(MendReason what, int times) {
    for (int i = 0; i < times; i++) {
      out.mended(what);
    }
  }

  private static void putUnlessEmpty(Attributes.Builder into, String key, String value) {
    if (!value.isEmpty()) {
      into.put(key, value);
    }
  }
}
