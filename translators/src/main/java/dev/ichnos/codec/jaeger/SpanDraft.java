package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.JaegerKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span while it is read, in Jaeger's terms; the one place that knows how these become
 * canonical. Used again for every span of a message.
 */
final class SpanDraft {
  /** What {@link #durationNanos} holds when there is none. */
  static final long ABSENT = -1;

  private static final int SAMPLED = 1;
  private static final int DEBUG = 2;
  private static final int MOST_WARNINGS = 64;

  /** How many different scopes a message may have before more of them are not shared. */
  private static final int MOST_SHARED = 256;

  final Mends mends;
  final AttributesDraft fields;

  long traceIdHigh;
  long traceIdLow;
  long spanId;

  /** Thrift's own field; 0 when absent, as it is in protobuf. */
  long parentSpanId;

  String name = "";
  int flags;

  /** 0 when absent. */
  long startNanos;

  long durationNanos = ABSENT;
  boolean incomplete;

  /** A process of its own; null for the batch's. */
  @Nullable Resource process;

  private final DecodeLimits limits;
  private final AttributesDraft tags;
  private final OtelTags otel = new OtelTags();
  private final List<Event> logs = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<Scope, Scope> scopes = new HashMap<>();
  private String logName = "";
  private int droppedLogs;
  private int droppedReferences;
  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  SpanDraft(DecodeLimits limits, Mends mends) {
    this.limits = limits;
    this.mends = mends;
    this.tags = new AttributesDraft(limits, mends);
    this.fields = new AttributesDraft(limits, mends);
  }

  void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    name = "";
    flags = 0;
    startNanos = 0;
    durationNanos = ABSENT;
    incomplete = false;
    process = null;
    tags.clear();
    otel.clear();
    logs.clear();
    references.clear();
    warnings.clear();
    mends.clear();
    droppedLogs = 0;
    droppedReferences = 0;
    dropReason = null;
  }

  /** The span cannot be used; the first reason stays. */
  void drop(DropReason why, String detail) {
    if (dropReason == null) {
      dropReason = why;
      dropDetail = detail;
    }
  }

  boolean isDropped() {
    return dropReason != null;
  }

  void tag(TagDraft tag) {
    if (!otel.note(tag)) {
      tags.add(tag);
    }
  }

  void startLog() {
    logName = "";
    fields.clear();
  }

  /** A field of the log that was started. */
  void logField(TagDraft field) {
    if (field.isText() && field.key.equals(JaegerKeys.EVENT)) {
      logName = field.text;
    } else {
      fields.add(field);
    }
  }

  void endLog(long epochNanos) {
    if (hasRoomForLog()) {
      logs.add(new Event(epochNanos, logName, fields.build(), fields.dropped()));
    }
  }

  /** Whether another log is kept; if not, it is counted as left out. */
  boolean hasRoomForLog() {
    if (logs.size() < limits.maxEvents()) {
      return true;
    }
    if (droppedLogs++ == 0) {
      mends.add(MendReason.LIMIT);
    }
    return false;
  }

  void reference(Reference reference) {
    if (references.size() < limits.maxLinks()) {
      references.add(reference);
    } else if (droppedReferences++ == 0) {
      mends.add(MendReason.LIMIT);
    }
  }

  void warning(String text) {
    if (warnings.size() < MOST_WARNINGS) {
      warnings.add(text);
    } else {
      mends.add(MendReason.LIMIT);
    }
  }

  /** Hands the span, or why there is none, to {@code out}. */
  void finish(Resource batchProcess, SpanSink out) {
    if (dropReason != null) {
      out.dropped(1, dropReason, dropDetail);
      return;
    }
    Span span = build(batchProcess);
    mends.handOut(out);
    out.span(span);
  }

  private Span build(Resource batchProcess) {
    if (!warnings.isEmpty() && tags.hasRoom(JaegerKeys.WARNINGS)) {
      tags.builder().put(JaegerKeys.WARNINGS, AttributeList.ofStrings(warnings));
    }
    if (incomplete && tags.hasRoom(JaegerKeys.INCOMPLETE)) {
      tags.builder().put(JaegerKeys.INCOMPLETE, true);
    }
    long parent = parent();
    long end = end();
    boolean debug = (flags & DEBUG) != 0;
    return Span.builder()
        .traceId(traceIdHigh, traceIdLow)
        .spanId(spanId)
        .parentSpanId(parent)
        .name(name)
        .kind(otel.kind)
        .startEpochNanos(startNanos)
        .startAbsent(startNanos == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0)
        .status(otel.status(tags.builder()))
        .attributes(tags.build())
        .droppedAttributesCount(tags.dropped() + otel.droppedAttributes)
        .events(logs)
        .droppedEventsCount(droppedLogs + otel.droppedEvents)
        .links(links(parent))
        .droppedLinksCount(droppedReferences + otel.droppedLinks)
        .traceState(otel.traceState)
        .debug(debug)
        .sampled(debug || (flags & SAMPLED) != 0 ? Sampled.SAMPLED : Sampled.DEFERRED)
        .resource(process != null ? process : batchProcess)
        .scope(scope())
        .build();
  }

  /** Thrift's own field, else the first CHILD_OF, else the first FOLLOWS_FROM, of this trace. */
  private long parent() {
    long parent = parentSpanId;
    long followed = 0;
    for (int i = 0; parent == 0 && i < references.size(); i++) {
      Reference reference = references.get(i);
      if (!reference.isOfTrace(traceIdHigh, traceIdLow)) {
        continue;
      }
      if (!reference.followsFrom()) {
        parent = reference.spanId();
      } else if (followed == 0) {
        followed = reference.spanId();
      }
    }
    parent = parent == 0 ? followed : parent;
    if (parent == spanId) {
      mends.add(MendReason.PARENT_ID);
      return 0;
    }
    return parent;
  }

  /** Every reference but the CHILD_OF that says who the parent is. */
  private List<Link> links(long parent) {
    List<Link> links = new ArrayList<>(references.size());
    for (Reference reference : references) {
      boolean isParent =
          !reference.followsFrom()
              && reference.spanId() == parent
              && reference.isOfTrace(traceIdHigh, traceIdLow);
      if (!isParent) {
        links.add(reference.link());
      }
    }
    return links;
  }

  private Scope scope() {
    Scope read = otel.scope();
    if (read.equals(Scope.EMPTY) || scopes.size() >= MOST_SHARED) {
      return scopes.getOrDefault(read, read);
    }
    return scopes.computeIfAbsent(read, same -> same);
  }

  private long end() {
    if (startNanos == 0 || durationNanos == ABSENT) {
      return 0;
    }
    if (durationNanos > Long.MAX_VALUE - startNanos) {
      mends.add(MendReason.TIME);
      return 0;
    }
    return startNanos + durationNanos;
  }
}
