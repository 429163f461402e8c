package dev.ichnos.codec.xray;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One segment or subsegment while it is read, in X-Ray's terms; the one place that knows how these
 * become canonical. It holds its subsegments, since a document says the fields of a segment in any
 * order: its id may come behind them.
 */
final class SegmentDraft {
  /** What {@link #startNanos} and {@link #endNanos} hold when there is none. */
  static final long ABSENT = 0;

  private static final String EGRESS = "egress";
  private static final String REMOTE = "remote";
  private static final String AWS = "aws";

  final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  final AttributesDraft attributes;
  final AttributesDraft annotations;

  /** Who made it; of a subsegment within a segment, its own attributes. */
  final AttributesDraft resource;

  final List<SegmentDraft> subsegments = new ArrayList<>();

  private final DecodeLimits limits;
  private final boolean embedded;
  private final List<Event> exceptions = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private int droppedExceptions;
  private int droppedLinks;

  String name = "";
  long traceIdHigh;
  long traceIdLow;
  long id;
  long parentId;
  long startNanos;
  long endNanos;

  /** Whether it says of itself that it is a subsegment. */
  boolean saysSubsegment;

  String namespace = "";

  /** Envoy's annotation. */
  String direction = "";

  boolean failed;
  String failure = "";

  /** Whether it has a trace id of its own, good or not. */
  boolean statesTraceId;

  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  /**
   * An empty one.
   *
   * @param embedded whether it stands within a segment
   */
  SegmentDraft(DecodeLimits limits, boolean embedded) {
    this.limits = limits;
    this.embedded = embedded;
    this.attributes = new AttributesDraft(limits);
    this.annotations = new AttributesDraft(limits);
    this.resource = embedded ? attributes : new AttributesDraft(limits);
  }

  /** It cannot be used; the first reason stays. */
  void drop(DropReason why, String detail) {
    if (dropReason == null) {
      dropReason = why;
      dropDetail = detail;
    }
  }

  boolean isDropped() {
    return dropReason != null;
  }

  boolean isSubsegment() {
    return embedded || saysSubsegment;
  }

  void exception(Attributes what) {
    if (exceptions.size() < limits.maxEvents()) {
      // X-Ray does not say when.
      exceptions.add(new Event(0, OtelKeys.EXCEPTION, what, 0));
    } else if (droppedExceptions++ == 0) {
      mends.merge(MendReason.LIMIT, 1, Integer::sum);
    }
  }

  void link(Link link) {
    if (links.size() < limits.maxLinks()) {
      links.add(link);
    } else if (droppedLinks++ == 0) {
      mends.merge(MendReason.LIMIT, 1, Integer::sum);
    }
  }

  /** Of a segment: who made it and its subsegments. */
  Resource resource() {
    Attributes.Builder all = Attributes.builder();
    if (!isSubsegment() && !name.isEmpty()) {
      all.put(OtelKeys.SERVICE_NAME, name);
    }
    all.putAll(resource.build());
    return all.size() == 0
        ? Resource.EMPTY
        : new Resource(all.build(), resource.dropped(), List.of(), "");
  }

  /** Hands the span, or why there is none, and those of its subsegments to {@code out}. */
  void finish(Resource madeBy, long parent, SpanSink out) {
    if (dropReason != null) {
      out.dropped(1, dropReason, dropDetail);
    } else {
      Span span = build(madeBy, parent);
      mends.forEach(
          (what, times) -> {
            for (int i = 0; i < times; i++) {
              out.mended(what);
            }
          });
      out.span(span);
    }
    // The nearest that has an id is the parent of what a span without one holds.
    long above = dropReason == null ? id : parent;
    for (SegmentDraft subsegment : subsegments) {
      if (!subsegment.statesTraceId) {
        subsegment.traceIdHigh = traceIdHigh;
        subsegment.traceIdLow = traceIdLow;
      }
      if (isDropped() && (traceIdHigh | traceIdLow) == 0) {
        subsegment.drop(DropReason.INVALID_TRACE_ID, dropDetail);
      }
      subsegment.finish(madeBy, above, out);
    }
  }

  private Span build(Resource madeBy, long parent) {
    if (endNanos != ABSENT && endNanos < startNanos) {
      mends.merge(MendReason.TIME, 1, Integer::sum);
      endNanos = ABSENT;
    }
    return Span.builder()
        .traceId(traceIdHigh, traceIdLow)
        .spanId(id)
        .parentSpanId(parentOf(parent))
        .name(name)
        .kind(kind())
        .startEpochNanos(startNanos)
        .startAbsent(startNanos == ABSENT)
        .endEpochNanos(endNanos)
        .endAbsent(endNanos == ABSENT)
        .attributes(allAttributes())
        .droppedAttributesCount(attributes.dropped() + annotations.dropped())
        .events(exceptions)
        .droppedEventsCount(droppedExceptions)
        .links(links)
        .droppedLinksCount(droppedLinks)
        .status(failed ? new Status(Status.Code.ERROR, failure) : Status.UNSET)
        .resource(madeBy)
        .build();
  }

  /** What it stands in, else what it says. */
  private long parentOf(long enclosing) {
    long parent = enclosing != 0 ? enclosing : parentId;
    if (parent == id) {
      mends.merge(MendReason.PARENT_ID, 1, Integer::sum);
      return 0;
    }
    return parent;
  }

  /**
   * A segment is work for a caller, unless Envoy says that it was the caller. A subsegment is a
   * call if it has a namespace, or is Envoy's, which makes them for its upstream requests only.
   */
  private SpanKind kind() {
    if (!isSubsegment()) {
      return direction.equals(EGRESS) ? SpanKind.CLIENT : SpanKind.SERVER;
    }
    return isCall() || !direction.isEmpty() ? SpanKind.CLIENT : SpanKind.INTERNAL;
  }

  private boolean isCall() {
    return namespace.equals(REMOTE) || namespace.equals(AWS);
  }

  /** Fields win over annotations of the same key. */
  private Attributes allAttributes() {
    Attributes.Builder all = annotations.build().toBuilder();
    all.putAll(attributes.build());
    if (isCall() && !name.isEmpty() && !all.contains(OtelKeys.PEER_SERVICE)) {
      all.put(OtelKeys.PEER_SERVICE, name);
    }
    return all.build();
  }
}
