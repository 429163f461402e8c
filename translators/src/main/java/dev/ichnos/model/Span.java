package dev.ichnos.model;

import java.util.List;
import java.util.Objects;

/**
 * One piece of work of one service, as its sender reported it and the rules of identity read it.
 *
 * <p>Immutable. Two spans are equal when every field is; lists and attributes compare by content.
 */
public final class Span {
  private static final Span EMPTY = builder().build();

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long parentSpanId;
  private final String name;
  private final SpanKind kind;
  private final long startEpochNanos;
  private final long endEpochNanos;
  private final boolean startAbsent;
  private final boolean endAbsent;
  private final Attributes attributes;
  private final List<Event> events;
  private final List<Link> links;
  private final Status status;
  private final String traceState;
  private final int flags;
  private final int droppedAttributesCount;
  private final int droppedEventsCount;
  private final int droppedLinksCount;
  private final Sampled sampled;
  private final boolean debug;
  private final boolean shared;
  private final Resource resource;
  private final Scope scope;

  /** {@link #retainedBytes}, once it was asked for; 0 before. A race only works it out twice. */
  private int retainedBytes;

  private Span(Builder builder) {
    traceIdHigh = builder.traceIdHigh;
    traceIdLow = builder.traceIdLow;
    spanId = builder.spanId;
    parentSpanId = builder.parentSpanId;
    name = builder.name;
    kind = builder.kind;
    startEpochNanos = builder.startEpochNanos;
    endEpochNanos = builder.endEpochNanos;
    startAbsent = builder.startAbsent;
    endAbsent = builder.endAbsent;
    attributes = builder.attributes;
    events = builder.events;
    links = builder.links;
    status = builder.status;
    traceState = builder.traceState;
    flags = builder.flags;
    droppedAttributesCount = builder.droppedAttributesCount;
    droppedEventsCount = builder.droppedEventsCount;
    droppedLinksCount = builder.droppedLinksCount;
    sampled = builder.sampled;
    debug = builder.debug;
    shared = builder.shared;
    resource = builder.resource;
    scope = builder.scope;
  }

  private Span(Span span, Resource resource) {
    traceIdHigh = span.traceIdHigh;
    traceIdLow = span.traceIdLow;
    spanId = span.spanId;
    parentSpanId = span.parentSpanId;
    name = span.name;
    kind = span.kind;
    startEpochNanos = span.startEpochNanos;
    endEpochNanos = span.endEpochNanos;
    startAbsent = span.startAbsent;
    endAbsent = span.endAbsent;
    attributes = span.attributes;
    events = span.events;
    links = span.links;
    status = span.status;
    traceState = span.traceState;
    flags = span.flags;
    droppedAttributesCount = span.droppedAttributesCount;
    droppedEventsCount = span.droppedEventsCount;
    droppedLinksCount = span.droppedLinksCount;
    sampled = span.sampled;
    debug = span.debug;
    shared = span.shared;
    this.resource = resource;
    scope = span.scope;
    retainedBytes = span.retainedBytes;
  }

  /** A new builder, every field absent. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts as this span. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * This span with another resource: what rules do with most spans, without a builder. The same
   * instance if it is the resource that the span has.
   */
  @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
  public Span withResource(Resource other) {
    return other == resource ? this : new Span(this, Objects.requireNonNull(other, "other"));
  }

  /** Upper half of the trace id; 0 for a 64-bit one. */
  public long traceIdHigh() {
    return traceIdHigh;
  }

  /** Lower half of the trace id: the trace key. */
  public long traceIdLow() {
    return traceIdLow;
  }

  /** Both halves of the trace id, as a new object. */
  public TraceId traceId() {
    return new TraceId(traceIdHigh, traceIdLow);
  }

  public long spanId() {
    return spanId;
  }

  /** The parent span; 0 for a root span. */
  public long parentSpanId() {
    return parentSpanId;
  }

  /** The operation's name; empty when absent. */
  public String name() {
    return name;
  }

  public SpanKind kind() {
    return kind;
  }

  /** Nanoseconds since 1970; 0 when absent. */
  public long startEpochNanos() {
    return startEpochNanos;
  }

  /** Nanoseconds since 1970; 0 when absent. */
  public long endEpochNanos() {
    return endEpochNanos;
  }

  /** Whether the sender left the start out; the value, if not 0, was filled in by a rule. */
  public boolean startAbsent() {
    return startAbsent;
  }

  /** Whether the sender left the end (or duration) out; the value, if not 0, was filled in. */
  public boolean endAbsent() {
    return endAbsent;
  }

  public Attributes attributes() {
    return attributes;
  }

  public List<Event> events() {
    return events;
  }

  public List<Link> links() {
    return links;
  }

  public Status status() {
    return status;
  }

  /** W3C tracestate as the sender wrote it; empty when absent. */
  public String traceState() {
    return traceState;
  }

  /** W3C trace flags in bits 0–7, OTLP's is-remote bits 8 and 9 above; 0 when absent. */
  public int flags() {
    return flags;
  }

  /** Attributes that were left out before us, an unsigned 32-bit number. */
  public int droppedAttributesCount() {
    return droppedAttributesCount;
  }

  /** Events that were left out before us, an unsigned 32-bit number. */
  public int droppedEventsCount() {
    return droppedEventsCount;
  }

  /** Links that were left out before us, an unsigned 32-bit number. */
  public int droppedLinksCount() {
    return droppedLinksCount;
  }

  /** The decision that travelled with the span. */
  public Sampled sampled() {
    return sampled;
  }

  /** B3's debug flag: record at any cost. */
  public boolean debug() {
    return debug;
  }

  /** Zipkin's flag on a server half that uses its client half's span id. */
  public boolean shared() {
    return shared;
  }

  public Resource resource() {
    return resource;
  }

  public Scope scope() {
    return scope;
  }

  /**
   * Roughly the heap bytes that it holds, itself included, resource and scope not; see {@link
   * SpanBatch}.
   */
  public int retainedBytes() {
    int known = retainedBytes;
    if (known == 0) {
      known = countBytes();
      retainedBytes = known;
    }
    return known;
  }

  private int countBytes() {
    int bytes = 120 + HeapSize.of(name) + HeapSize.of(traceState) + attributes.retainedBytes();
    if (status.code() != Status.Code.UNSET || !status.message().isEmpty()) {
      bytes += 24 + HeapSize.of(status.message());
    }
    if (!events.isEmpty()) {
      bytes += 24 + HeapSize.ofArray(events.size(), 4);
      for (Event event : events) {
        bytes += event.retainedBytes();
      }
    }
    if (!links.isEmpty()) {
      bytes += 24 + HeapSize.ofArray(links.size(), 4);
      for (Link link : links) {
        bytes += link.retainedBytes();
      }
    }
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Span that
        && traceIdHigh == that.traceIdHigh
        && traceIdLow == that.traceIdLow
        && spanId == that.spanId
        && parentSpanId == that.parentSpanId
        && startEpochNanos == that.startEpochNanos
        && endEpochNanos == that.endEpochNanos
        && startAbsent == that.startAbsent
        && endAbsent == that.endAbsent
        && flags == that.flags
        && droppedAttributesCount == that.droppedAttributesCount
        && droppedEventsCount == that.droppedEventsCount
        && droppedLinksCount == that.droppedLinksCount
        && debug == that.debug
        && shared == that.shared
        && sampled == that.sampled
        && kind == that.kind
        && name.equals(that.name)
        && attributes.equals(that.attributes)
        && events.equals(that.events)
        && links.equals(that.links)
        && status.equals(that.status)
        && traceState.equals(that.traceState)
        && resource.equals(that.resource)
        && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return Objects.hash(traceIdHigh, traceIdLow, spanId, parentSpanId, name, kind);
  }

  @Override
  public String toString() {
    return "Span{%s/%016x<-%016x %s %s [%d..%d] attributes=%s events=%s links=%s status=%s flags=%d sampled=%s%s%s%s%s resource=%s scope=%s}"
        .formatted(
            traceId(),
            spanId,
            parentSpanId,
            kind,
            name,
            startEpochNanos,
            endEpochNanos,
            attributes,
            events,
            links,
            status,
            flags,
            sampled,
            debug ? " debug" : "",
            shared ? " shared" : "",
            startAbsent ? " startAbsent" : "",
            endAbsent ? " endAbsent" : "",
            resource.attributes(),
            scope.name());
  }

  /** Collects the fields of a span; not thread-safe. */
  public static final class Builder {
    private long traceIdHigh;
    private long traceIdLow;
    private long spanId;
    private long parentSpanId;
    private String name = "";
    private SpanKind kind = SpanKind.UNSPECIFIED;
    private long startEpochNanos;
    private long endEpochNanos;
    private boolean startAbsent;
    private boolean endAbsent;
    private Attributes attributes = Attributes.EMPTY;
    private List<Event> events = List.of();
    private List<Link> links = List.of();
    private Status status = Status.UNSET;
    private String traceState = "";
    private int flags;
    private int droppedAttributesCount;
    private int droppedEventsCount;
    private int droppedLinksCount;
    private Sampled sampled = Sampled.DEFERRED;
    private boolean debug;
    private boolean shared;
    private Resource resource = Resource.EMPTY;
    private Scope scope = Scope.EMPTY;

    private Builder() {}

    private Builder(Span span) {
      set(span);
    }

    /** Starts over as this span; what was built before is not touched. */
    public Builder from(Span span) {
      set(span);
      return this;
    }

    /** Starts over, every field absent; what was built before is not touched. */
    public Builder clear() {
      set(EMPTY);
      return this;
    }

    private void set(Span span) {
      traceIdHigh = span.traceIdHigh;
      traceIdLow = span.traceIdLow;
      spanId = span.spanId;
      parentSpanId = span.parentSpanId;
      name = span.name;
      kind = span.kind;
      startEpochNanos = span.startEpochNanos;
      endEpochNanos = span.endEpochNanos;
      startAbsent = span.startAbsent;
      endAbsent = span.endAbsent;
      attributes = span.attributes;
      events = span.events;
      links = span.links;
      status = span.status;
      traceState = span.traceState;
      flags = span.flags;
      droppedAttributesCount = span.droppedAttributesCount;
      droppedEventsCount = span.droppedEventsCount;
      droppedLinksCount = span.droppedLinksCount;
      sampled = span.sampled;
      debug = span.debug;
      shared = span.shared;
      resource = span.resource;
      scope = span.scope;
    }

    public Builder traceId(long high, long low) {
      this.traceIdHigh = high;
      this.traceIdLow = low;
      return this;
    }

    public Builder spanId(long value) {
      this.spanId = value;
      return this;
    }

    public Builder parentSpanId(long value) {
      this.parentSpanId = value;
      return this;
    }

    public Builder name(String value) {
      this.name = Objects.requireNonNull(value, "name");
      return this;
    }

    public Builder kind(SpanKind value) {
      this.kind = Objects.requireNonNull(value, "kind");
      return this;
    }

    public Builder startEpochNanos(long value) {
      this.startEpochNanos = value;
      return this;
    }

    public Builder endEpochNanos(long value) {
      this.endEpochNanos = value;
      return this;
    }

    public Builder startAbsent(boolean value) {
      this.startAbsent = value;
      return this;
    }

    public Builder endAbsent(boolean value) {
      this.endAbsent = value;
      return this;
    }

    public Builder attributes(Attributes value) {
      this.attributes = Objects.requireNonNull(value, "attributes");
      return this;
    }

    public Builder events(List<Event> value) {
      this.events = copyOf(value);
      return this;
    }

    public Builder links(List<Link> value) {
      this.links = copyOf(value);
      return this;
    }

    public Builder status(Status value) {
      this.status = Objects.requireNonNull(value, "status");
      return this;
    }

    public Builder traceState(String value) {
      this.traceState = Objects.requireNonNull(value, "traceState");
      return this;
    }

    public Builder flags(int value) {
      this.flags = value;
      return this;
    }

    public Builder droppedAttributesCount(int value) {
      this.droppedAttributesCount = value;
      return this;
    }

    public Builder droppedEventsCount(int value) {
      this.droppedEventsCount = value;
      return this;
    }

    public Builder droppedLinksCount(int value) {
      this.droppedLinksCount = value;
      return this;
    }

    public Builder sampled(Sampled value) {
      this.sampled = Objects.requireNonNull(value, "sampled");
      return this;
    }

    public Builder debug(boolean value) {
      this.debug = value;
      return this;
    }

    public Builder shared(boolean value) {
      this.shared = value;
      return this;
    }

    public Builder resource(Resource value) {
      this.resource = Objects.requireNonNull(value, "resource");
      return this;
    }

    public Builder scope(Scope value) {
      this.scope = Objects.requireNonNull(value, "scope");
      return this;
    }

    /** The span so far; the builder may be used on. */
    public Span build() {
      return new Span(this);
    }

    /** Most spans have none, for which the library would copy an empty array. */
    private static <T> List<T> copyOf(List<T> list) {
      return list.isEmpty() ? List.of() : List.copyOf(list);
    }
  }
}
