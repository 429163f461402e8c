package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.CloudTraceKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span of Cloud Trace while it is read, in Cloud Trace's terms; the one place that knows how
 * these become canonical. Used again for every span of a message: it keeps the message's resources.
 */
final class SpanDraft {
  /** The kinds of Cloud Trace have OTLP's numbers. */
  private static final int HIGHEST_KIND = 5;

  private static final long HIGHEST_SECOND = Long.MAX_VALUE / 1_000_000_000L - 1;
  private static final int TRACE_ID_DIGITS = 32;
  private static final int SPAN_ID_DIGITS = 16;

  /** Envoy's, which gives spans no status. */
  private static final String ERROR = "error";

  private static final int FLAG_HAS_IS_REMOTE = 0x100;
  private static final int FLAG_IS_REMOTE = 0x200;

  /** How many different ones a message may have before more of them are not shared. */
  private static final int MOST_SHARED = 256;

  private static final String[] LINK_TYPES = {"", "CHILD_LINKED_SPAN", "PARENT_LINKED_SPAN"};

  /** How a span stands to its parent's process. */
  enum SameProcess {
    UNKNOWN,
    SAME,
    OTHER
  }

  private final DecodeLimits limits;
  private final Map<Attributes, Resource> resources = new HashMap<>();
  private final Map<Scope, Scope> scopes = new HashMap<>();
  private final LabelSorter labels = new LabelSorter();
  private final Span.Builder builder = Span.builder();

  String name = "";
  String spanId = "";
  String parentSpanId = "";
  String displayName = "";
  long startNanos;
  long endNanos;
  long kind;
  boolean hasStatus;
  long statusCode;
  String statusMessage = "";
  SameProcess sameProcess = SameProcess.UNKNOWN;
  long droppedLinks;
  long droppedAnnotations;
  long droppedMessageEvents;
  final AttributesDraft attributes;
  final StackDraft stack = new StackDraft();

  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  private String requestProject = "";
  private int surplusEvents;
  private int surplusLinks;
  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  SpanDraft(DecodeLimits limits) {
    this.limits = limits;
    this.attributes = new AttributesDraft(limits);
  }

  void clear() {
    name = "";
    spanId = "";
    parentSpanId = "";
    displayName = "";
    startNanos = 0;
    endNanos = 0;
    kind = 0;
    hasStatus = false;
    statusCode = 0;
    statusMessage = "";
    sameProcess = SameProcess.UNKNOWN;
    droppedLinks = 0;
    droppedAnnotations = 0;
    droppedMessageEvents = 0;
    attributes.clear();
    stack.clear();
    events.clear();
    links.clear();
    mends.clear();
    surplusEvents = 0;
    surplusLinks = 0;
    dropReason = null;
  }

  /** The name of the request that holds the spans, {@code projects/PROJECT}. */
  void requestName(String requestName) {
    requestProject = SpanName.project(requestName);
  }

  void mended(MendReason what) {
    mends.merge(what, 1, Integer::sum);
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

  /** Nanoseconds since 1970; 0 when absent or beyond what can be said, which is mended. */
  long nanos(long seconds, long nanos) {
    if (seconds < 0 || seconds > HIGHEST_SECOND || nanos < 0 || nanos > 999_999_999) {
      mended(MendReason.TIME);
      return 0;
    }
    return seconds * 1_000_000_000L + nanos;
  }

  void annotation(long time, String description, AttributesDraft of) {
    if (hasRoomForEvent()) {
      limit(of);
      events.add(Annotations.event(time, description, of));
    }
  }

  void messageEvent(long time, long type, long id, long uncompressed, long compressed) {
    if (hasRoomForEvent()) {
      events.add(MessageEvents.event(time, type, id, uncompressed, compressed));
    }
  }

  private boolean hasRoomForEvent() {
    if (events.size() < limits.maxEvents()) {
      return true;
    }
    surplusEvents++;
    return false;
  }

  /** A link to a span; one that names none is left out. */
  void link(String traceId, String linked, long type, AttributesDraft of) {
    if (links.size() >= limits.maxLinks()) {
      surplusLinks++;
      return;
    }
    if (!isId(traceId, TRACE_ID_DIGITS) || !isId(linked, SPAN_ID_DIGITS)) {
      mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    limit(of);
    String key = AttributeTable.target(AttributeTable.TRACE_STATE);
    Attributes attributes = of.build();
    String traceState = attributes.string(key);
    Attributes.Builder kept = attributes.toBuilder();
    if (!traceState.isEmpty()) {
      kept.remove(key);
    }
    if (type > 0 && type < LINK_TYPES.length) {
      kept.put(CloudTraceKeys.LINK_TYPE, LINK_TYPES[(int) type]);
    }
    links.add(
        new Link(
            high(traceId),
            low(traceId),
            low(linked),
            traceState,
            0,
            kept.build(),
            of.droppedCount()));
  }

  private void limit(AttributesDraft of) {
    if (of.isOverLimit()) {
      mended(MendReason.LIMIT);
    }
  }

  /**
   * Hands out the span or why there is none.
   *
   * @param place where it stands in the message, such as {@code spans[3]}
   */
  void finish(String place, SpanSink out) {
    SpanName parts = dropReason == null ? ids(place) : null;
    if (dropReason != null || parts == null) {
      out.dropped(1, dropReason == null ? DropReason.MALFORMED_SPAN : dropReason, dropDetail);
      return;
    }
    limit(attributes);
    Attributes raw = attributes.build();
    labels.sort(raw, parts.project().isEmpty() ? requestProject : parts.project());
    kind(raw);
    stack();
    status(raw);
    remote();
    Span span =
        builder
            .name(displayName)
            .startEpochNanos(startNanos)
            .startAbsent(startNanos == 0)
            .endEpochNanos(endNanos)
            .endAbsent(endNanos == 0)
            .attributes(labels.span().build())
            .droppedAttributesCount(attributes.droppedCount())
            .events(events)
            .droppedEventsCount(dropped(droppedAnnotations + droppedMessageEvents, surplusEvents))
            .links(links)
            .droppedLinksCount(dropped(droppedLinks, surplusLinks))
            .traceState(labels.traceState())
            .resource(resource())
            .scope(scope())
            .build();
    mends.forEach(
        (what, times) -> {
          for (int i = 0; i < times; i++) {
            out.mended(what);
          }
        });
    out.span(span);
  }

  private Resource resource() {
    Attributes attributes = labels.resource();
    Resource known = resources.get(attributes);
    if (known != null) {
      return known;
    }
    Resource made = Resource.of(attributes);
    if (resources.size() < MOST_SHARED) {
      resources.put(attributes, made);
    }
    return made;
  }

  private Scope scope() {
    Scope scope = labels.scope();
    if (scopes.size() >= MOST_SHARED) {
      return scopes.getOrDefault(scope, scope);
    }
    return scopes.computeIfAbsent(scope, same -> same);
  }

  private int dropped(long upstream, int surplus) {
    if (surplus > 0) {
      mended(MendReason.LIMIT);
    }
    return EncodeCounts.sum((int) Math.max(0, Math.min(upstream, Integer.MAX_VALUE)), surplus);
  }

  /** Puts trace id, span id and parent into the builder; null if there is none that can be used. */
  private @Nullable SpanName ids(String place) {
    SpanName parts = SpanName.of(name);
    if (parts == null) {
      drop(DropReason.INVALID_TRACE_ID, place + ".name: " + SpanName.problem(name));
      return null;
    }
    if (!isId(parts.traceId(), TRACE_ID_DIGITS)) {
      drop(
          DropReason.INVALID_TRACE_ID,
          place + ".name: trace id " + problem(parts.traceId(), TRACE_ID_DIGITS));
      return null;
    }
    String id = parts.spanId().isEmpty() ? spanId : parts.spanId();
    if (!isId(id, SPAN_ID_DIGITS)) {
      drop(DropReason.INVALID_SPAN_ID, place + ".name: span id " + problem(id, SPAN_ID_DIGITS));
      return null;
    }
    boolean isShort = parts.traceId().length() < TRACE_ID_DIGITS || id.length() < SPAN_ID_DIGITS;
    if (isShort) {
      mended(MendReason.SHORT_ID);
    }
    if (!spanId.isEmpty() && !(isId(spanId, SPAN_ID_DIGITS) && low(spanId) == low(id))) {
      mended(MendReason.FIELD_LEFT_OUT); // the name is what Cloud Trace knows a span by
    }
    builder.traceId(high(parts.traceId()), low(parts.traceId())).spanId(low(id));
    builder.parentSpanId(parent(low(id)));
    return parts;
  }

  private long parent(long id) {
    if (parentSpanId.isEmpty()) {
      return 0;
    }
    long parent = isId(parentSpanId, SPAN_ID_DIGITS) ? low(parentSpanId) : 0;
    if (parent == 0 || parent == id) {
      mended(MendReason.PARENT_ID);
      return 0;
    }
    if (parentSpanId.length() < SPAN_ID_DIGITS) {
      mended(MendReason.SHORT_ID);
    }
    return parent;
  }

  private void kind(Attributes raw) {
    boolean known = kind >= 0 && kind <= HIGHEST_KIND;
    if (!known) {
      mended(MendReason.FIELD_LEFT_OUT);
    }
    SpanKind stated = known ? SpanKind.ofNumber((int) kind) : SpanKind.UNSPECIFIED;
    builder.kind(stated == SpanKind.UNSPECIFIED ? LabelSorter.kind(raw, displayName) : stated);
  }

  /** To the last exception that has none of its own, as the encoder takes it from there. */
  private void stack() {
    String text = stack.text();
    if (text.isEmpty()) {
      return;
    }
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      if (ExceptionKeys.isException(event) && !event.attributes().contains(ExceptionKeys.STACK)) {
        Attributes more = event.attributes().toBuilder().put(ExceptionKeys.STACK, text).build();
        events.set(
            i, new Event(event.epochNanos(), event.name(), more, event.droppedAttributesCount()));
        return;
      }
    }
    labels.span().put(ExceptionKeys.CODE_STACK, text);
  }

  private void status(Attributes raw) {
    boolean openCensus = LabelSorter.isOpenCensus(raw);
    if (!hasStatus || (statusCode == StatusCodes.OK && openCensus)) {
      boolean failed = openCensus && raw.string(ERROR).equals("true");
      builder.status(failed ? new Status(Status.Code.ERROR, statusMessage) : Status.UNSET);
      return;
    }
    if (statusCode == StatusCodes.OK) {
      builder.status(new Status(Status.Code.OK, statusMessage));
      return;
    }
    builder.status(new Status(Status.Code.ERROR, statusMessage));
    if (statusCode != StatusCodes.ofAttributes(labels.span().build())) {
      labels.span().put(CloudTraceKeys.STATUS_CODE, statusCode);
    }
  }

  private void remote() {
    builder.flags(
        switch (sameProcess) {
          case UNKNOWN -> 0;
          case SAME -> FLAG_HAS_IS_REMOTE;
          case OTHER -> FLAG_HAS_IS_REMOTE | FLAG_IS_REMOTE;
        });
  }

  private static String problem(String id, int digits) {
    return BadValueException.quote(id) + " (expected: " + digits + " hex digits, not all zero)";
  }

  /** Whether it is written in 1 to so many hex digits, not all of them zero. */
  private static boolean isId(String id, int mostDigits) {
    int length = id.length();
    return length > 0
        && length <= mostDigits
        && HexIds.areDigits(id.toCharArray(), 0, length)
        && (high(id) | low(id)) != 0;
  }

  private static long high(String id) {
    return HexIds.parse(id.toCharArray(), 0, Math.max(0, id.length() - SPAN_ID_DIGITS));
  }

  private static long low(String id) {
    int from = Math.max(0, id.length() - SPAN_ID_DIGITS);
    return HexIds.parse(id.toCharArray(), from, id.length() - from);
  }
}
