package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.OpenCensusKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the spans of one message, {@code opencensus.proto.trace.v1.Span}, one after the other. A
 * span states its length, so that what is broken inside costs this span only. Not thread-safe.
 */
public final class OpenCensusSpans {
  private static final int SERVER = 1;
  private static final int CLIENT = 2;

  /** OTLP's flags for whether the parent is of another process. */
  private static final int HAS_IS_REMOTE = 0x100;

  private static final int IS_REMOTE = 0x200;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final SpanResources resources;
  private final SpanSink out;
  private final Mends mends = new Mends();
  private final ValueReader values;
  private final Ids ids;
  private final EventReader eventReader;
  private final LinkReader linkReader;
  private final StackReader stackReader;
  private final NodeReader nodeReader;
  private final EnvoyHabits habits = new EnvoyHabits();

  private final Attributes.Builder attributes = Attributes.builder();
  private final Attributes.Builder labels = Attributes.builder();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private int index;

  private final Span.Builder span = Span.builder();
  private boolean traceIdGood;
  private long spanId;
  private long parentSpanId;
  private long start;
  private long end;
  private SpanKind kind = SpanKind.UNSPECIFIED;
  private int statusCode;
  private String statusMessage = "";
  private boolean ownResource;
  private int droppedAttributes;
  private int droppedEvents;
  private int droppedLinks;

  /** The spans that {@code in} will come to. */
  public OpenCensusSpans(
      ProtoReader in, DecodeLimits limits, KeyCache keys, SpanResources resources, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.resources = resources;
    this.out = out;
    this.values = new ValueReader(in, limits, keys, mends);
    this.ids = new Ids(in, mends);
    this.eventReader = new EventReader(in, limits, values, mends);
    this.linkReader = new LinkReader(in, limits, values, ids, mends);
    this.stackReader = new StackReader(in, limits, values, mends);
    this.nodeReader = new NodeReader(in, values, mends);
  }

  /** Where the next span is, such as {@code spans[3]}. */
  public String place() {
    return "spans[" + index + "]";
  }

  /**
   * Reads the span whose length comes next, and hands it, or why there is none, to the sink.
   *
   * @throws ProtoException if the length is wrong, or it is one span too many
   */
  public void read() throws ProtoException {
    if (index == limits.maxSpans()) {
      throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
    }
    int outer = in.enter();
    int behind = in.limit();
    clear();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(tag);
      }
      finish();
    } catch (ProtoException e) {
      drop(DropReason.MALFORMED_SPAN, e.in(Fields.SPAN.name(tag)).in(place()).describe());
    }
    in.window(behind, outer);
    index++;
  }

  private void clear() {
    span.clear();
    attributes.clear();
    labels.clear();
    events.clear();
    links.clear();
    traceIdGood = false;
    spanId = 0;
    parentSpanId = 0;
    start = 0;
    end = 0;
    kind = SpanKind.UNSPECIFIED;
    statusCode = 0;
    statusMessage = "";
    ownResource = false;
    droppedAttributes = 0;
    droppedEvents = 0;
    droppedLinks = 0;
  }

  private void field(int tag) throws ProtoException {
    switch (tag) {
      case Fields.TRACE_ID -> {
        traceIdGood = ids.readTraceId();
        span.traceId(ids.traceIdHigh, ids.traceIdLow);
      }
      case Fields.SPAN_ID -> spanId = ids.readSpanId();
      case Fields.PARENT_SPAN_ID -> parentSpanId();
      case Fields.NAME -> span.name(values.truncatable());
      case Fields.START_TIME -> start = values.time();
      case Fields.END_TIME -> end = values.time();
      case Fields.ATTRIBUTES ->
          droppedAttributes = ValueReader.sum(droppedAttributes, values.attributes(attributes));
      case Fields.STACK_TRACE -> put(OtelKeys.CODE_STACKTRACE, stackReader.read());
      case Fields.TIME_EVENTS ->
          droppedEvents = ValueReader.sum(droppedEvents, eventReader.read(events));
      case Fields.LINKS -> droppedLinks = ValueReader.sum(droppedLinks, linkReader.read(links));
      case Fields.STATUS -> status();
      case Fields.SAME_PROCESS ->
          span.flags(values.wrapped() != 0 ? HAS_IS_REMOTE : HAS_IS_REMOTE | IS_REMOTE);
      case Fields.CHILD_COUNT ->
          attributes.put(OpenCensusKeys.CHILD_SPAN_COUNT, values.wrapped() & 0xFFFF_FFFFL);
      case Fields.KIND -> kind(in.readVarint());
      case Fields.TRACESTATE -> span.traceState(values.traceState());
      case Fields.SPAN_RESOURCE -> {
        nodeReader.resource(labels);
        ownResource = true;
      }
      default -> in.skipUnknown(tag, Fields.SPAN);
    }
  }

  /** Zeros are no parent, as roots come from opencensus-cpp. */
  private void parentSpanId() throws ProtoException {
    int at = in.position();
    parentSpanId = ids.readSpanId();
    boolean stated = in.position() > at + 1; // more than a length of 0
    if (parentSpanId == 0 && stated) {
      mends.add(MendReason.PARENT_ID);
    }
  }

  private void kind(long number) {
    if (number == SERVER) {
      kind = SpanKind.SERVER;
    } else if (number == CLIENT) {
      kind = SpanKind.CLIENT;
    } else {
      kind = SpanKind.UNSPECIFIED;
      if (number != 0) {
        mends.add(MendReason.FIELD_LEFT_OUT);
      }
    }
  }

  private void status() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.STATUS_CODE -> statusCode = (int) in.readVarint();
          case Fields.STATUS_MESSAGE -> statusMessage = values.text();
          default -> in.skipUnknown(tag, Fields.STATUS_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.STATUS_FIELDS.name(tag));
    }
    in.leave(outer);
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }

  private void finish() {
    if (!traceIdGood) {
      String expected = "absent, zero or of another length (expected: 16 bytes or 32 hex digits)";
      drop(DropReason.INVALID_TRACE_ID, place() + ".trace_id: " + expected);
      return;
    }
    if (spanId == 0) {
      String expected = "absent, zero or of another length (expected: 8 bytes or 16 hex digits)";
      drop(DropReason.INVALID_SPAN_ID, place() + ".span_id: " + expected);
      return;
    }
    if (parentSpanId == spanId) {
      mends.add(MendReason.PARENT_ID);
      parentSpanId = 0;
    }
    if (statusCode != 0) {
      attributes.put(OpenCensusKeys.STATUS_CODE, statusCode);
    }
    Attributes all = attributes.build();
    Span built =
        span.spanId(spanId)
            .parentSpanId(parentSpanId)
            .kind(kind == SpanKind.UNSPECIFIED ? habits.kind(all) : kind)
            .startEpochNanos(start)
            .startAbsent(start == 0)
            .endEpochNanos(end)
            .endAbsent(end == 0)
            .attributes(all)
            .droppedAttributesCount(droppedAttributes)
            .events(events)
            .droppedEventsCount(droppedEvents)
            .links(links)
            .droppedLinksCount(droppedLinks)
            .status(statusOf(all))
            .resource(resource())
            .build();
    mends.report(out);
    out.span(built);
  }

  /** A library states code 0 with every span that nobody gave a status: it is none. */
  private Status statusOf(Attributes all) {
    if (statusCode != 0) {
      return new Status(Status.Code.ERROR, statusMessage);
    }
    Status.Code code = habits.isError(all) ? Status.Code.ERROR : Status.Code.UNSET;
    return code == Status.Code.UNSET && statusMessage.isEmpty()
        ? Status.UNSET
        : new Status(code, statusMessage);
  }

  private Resource resource() {
    if (!ownResource) {
      return resources.shared();
    }
    Attributes own = labels.build();
    if (resources.takes(own)) {
      return resources.own(own);
    }
    mends.add(MendReason.LIMIT);
    return resources.shared();
  }

  private void drop(DropReason why, String detail) {
    mends.forget();
    out.dropped(1, why, detail);
  }
}
