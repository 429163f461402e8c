package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.List;

/** Reads spans, and in them events, links and the status. */
final class ProtoSpanReader {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SHORT_TRACE_ID_BYTES = 8;
  private static final int SPAN_ID_BYTES = 8;
  private static final int SAMPLED_FLAG = 1;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final Findings findings;
  private final ProtoAttributeReader attributes;
  private final SpanPlace place;
  private final Span.Builder span = Span.builder();
  private final Attributes.Builder spanAttributes = Attributes.builder();
  private final Attributes.Builder innerAttributes = Attributes.builder();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();

  /** The trace id that was read last. */
  private long traceIdHigh;

  private long traceIdLow;

  ProtoSpanReader(
      ProtoReader in,
      DecodeLimits limits,
      Findings findings,
      ProtoAttributeReader attributes,
      SpanPlace place) {
    this.in = in;
    this.limits = limits;
    this.findings = findings;
    this.attributes = attributes;
    this.place = place;
  }

  /** Reads the span that the reader stands before, and reports it. */
  void span(Resource resource, Scope scope) throws ProtoException {
    span.clear().resource(resource).scope(scope);
    spanAttributes.clear();
    events.clear();
    links.clear();
    Status status = Status.UNSET;
    boolean traceIdGood = false;
    int traceIdBytes = 0;
    long spanId = 0;
    int spanIdBytes = 0;
    long parentSpanId = 0;
    long start = 0;
    long end = 0;
    int droppedAttributes = 0;
    int surplusAttributes = 0;
    int droppedEvents = 0;
    int surplusEvents = 0;
    int droppedLinks = 0;
    int surplusLinks = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.SPAN_TRACE_ID -> {
            traceIdBytes = in.readLength();
            traceIdGood = traceId(traceIdBytes);
            span.traceId(traceIdHigh, traceIdLow);
          }
          case OtlpFields.SPAN_SPAN_ID -> {
            spanIdBytes = in.readLength();
            spanId = spanId(spanIdBytes);
          }
          case OtlpFields.SPAN_TRACE_STATE -> span.traceState(attributes.text());
          case OtlpFields.SPAN_PARENT_SPAN_ID -> parentSpanId = parentSpanId();
          case OtlpFields.SPAN_NAME -> span.name(attributes.value());
          case OtlpFields.SPAN_KIND -> span.kind(kind());
          case OtlpFields.SPAN_START -> start = time();
          case OtlpFields.SPAN_END -> end = time();
          case OtlpFields.SPAN_ATTRIBUTES -> {
            if (!attributes.read(spanAttributes)) {
              surplusAttributes++;
            }
          }
          case OtlpFields.SPAN_DROPPED_ATTRIBUTES -> droppedAttributes = (int) in.readVarint();
          case OtlpFields.SPAN_EVENTS -> {
            if (!event()) {
              surplusEvents++;
            }
          }
          case OtlpFields.SPAN_DROPPED_EVENTS -> droppedEvents = (int) in.readVarint();
          case OtlpFields.SPAN_LINKS -> {
            if (!link()) {
              surplusLinks++;
            }
          }
          case OtlpFields.SPAN_DROPPED_LINKS -> droppedLinks = (int) in.readVarint();
          case OtlpFields.SPAN_STATUS -> status = status(status);
          case OtlpFields.SPAN_FLAGS -> flags(in.readFixed32());
          default -> in.skipUnknown(tag, OtlpFields.SPAN);
        }
      }
    } catch (ProtoException e) {
      throw e.in(name(tag));
    }
    in.leave(outer);
    if (!traceIdGood) {
      int bytes = traceIdBytes;
      findings.drop(
          DropReason.INVALID_TRACE_ID,
          () -> place + ".trace_id: " + bytes + " bytes (expected: 16, not all of them zero)");
      return;
    }
    if (spanId == 0) {
      int bytes = spanIdBytes;
      findings.drop(
          DropReason.INVALID_SPAN_ID,
          () -> place + ".span_id: " + bytes + " bytes (expected: 8, not all of them zero)");
      return;
    }
    if (parentSpanId == spanId) {
      findings.mend(MendReason.PARENT_ID);
      parentSpanId = 0;
    }
    findings.keep(
        span.spanId(spanId)
            .parentSpanId(parentSpanId)
            .startEpochNanos(start)
            .startAbsent(start == 0)
            .endEpochNanos(end)
            .endAbsent(end == 0)
            .attributes(spanAttributes.build())
            .droppedAttributesCount(Counts.sum(droppedAttributes, surplusAttributes))
            .events(events)
            .droppedEventsCount(Counts.sum(droppedEvents, surplusEvents))
            .links(links)
            .droppedLinksCount(Counts.sum(droppedLinks, surplusLinks))
            .status(status)
            .build());
  }

  private String name(int tag) {
    String name = OtlpFields.SPAN.name(tag);
    return switch (tag) {
      case OtlpFields.SPAN_EVENTS -> name + "[" + events.size() + "]";
      case OtlpFields.SPAN_LINKS -> name + "[" + links.size() + "]";
      default -> name;
    };
  }

  /** Reads a trace id of {@code length} bytes; false if it is none. */
  private boolean traceId(int length) throws ProtoException {
    traceIdHigh = 0;
    traceIdLow = 0;
    if (length == TRACE_ID_BYTES) {
      traceIdHigh = in.readBigEndian64();
      traceIdLow = in.readBigEndian64();
    } else if (length == SHORT_TRACE_ID_BYTES) {
      traceIdLow = in.readBigEndian64();
      findings.mend(MendReason.SHORT_ID);
    } else {
      in.advance(length);
    }
    return (traceIdHigh | traceIdLow) != 0;
  }

  /** Reads a span id of {@code length} bytes; 0 if it is none. */
  private long spanId(int length) throws ProtoException {
    if (length == SPAN_ID_BYTES) {
      return in.readBigEndian64();
    }
    in.advance(length);
    return 0;
  }

  private long parentSpanId() throws ProtoException {
    int length = in.readLength();
    if (length != 0 && length != SPAN_ID_BYTES) {
      findings.mend(MendReason.PARENT_ID);
    }
    return spanId(length);
  }

  private SpanKind kind() throws ProtoException {
    int number = (int) in.readVarint();
    SpanKind kind = SpanKind.ofNumber(number);
    if (kind.number() != number) {
      findings.mend(MendReason.VALUE_TYPE);
    }
    return kind;
  }

  /** Times are unsigned on the wire; past the year 2262 they are beyond ours, and nonsense. */
  private long time() throws ProtoException {
    long nanos = in.readFixed64();
    if (nanos < 0) {
      findings.mend(MendReason.TIME);
      return 0;
    }
    return nanos;
  }

  /** A sender that states flags at all states the decision in them. */
  private void flags(int flags) {
    span.flags(flags);
    span.sampled((flags & SAMPLED_FLAG) != 0 ? Sampled.SAMPLED : Sampled.DEFERRED);
  }

  private boolean event() throws ProtoException {
    if (events.size() == limits.maxEvents()) {
      findings.mend(MendReason.LIMIT);
      in.advance(in.readLength());
      return false;
    }
    innerAttributes.clear();
    long time = 0;
    String name = "";
    int dropped = 0;
    int surplus = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.EVENT_TIME -> time = time();
          case OtlpFields.EVENT_NAME -> name = attributes.key();
          case OtlpFields.EVENT_ATTRIBUTES -> {
            if (!attributes.read(innerAttributes)) {
              surplus++;
            }
          }
          case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> dropped = (int) in.readVarint();
          default -> in.skipUnknown(tag, OtlpFields.EVENT);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.EVENT.name(tag));
    }
    in.leave(outer);
    events.add(new Event(time, name, innerAttributes.build(), Counts.sum(dropped, surplus)));
    return true;
  }

  private boolean link() throws ProtoException {
    if (links.size() == limits.maxLinks()) {
      findings.mend(MendReason.LIMIT);
      in.advance(in.readLength());
      return false;
    }
    innerAttributes.clear();
    boolean idsGood = false;
    long high = 0;
    long low = 0;
    long spanId = 0;
    boolean spanIdGood = true;
    String traceState = "";
    int flags = 0;
    int dropped = 0;
    int surplus = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.LINK_TRACE_ID -> {
            idsGood = traceId(in.readLength());
            high = traceIdHigh;
            low = traceIdLow;
          }
          case OtlpFields.LINK_SPAN_ID -> {
            int length = in.readLength();
            spanId = spanId(length);
            spanIdGood = length == 0 || length == SPAN_ID_BYTES;
          }
          case OtlpFields.LINK_TRACE_STATE -> traceState = attributes.text();
          case OtlpFields.LINK_ATTRIBUTES -> {
            if (!attributes.read(innerAttributes)) {
              surplus++;
            }
          }
          case OtlpFields.LINK_DROPPED_ATTRIBUTES -> dropped = (int) in.readVarint();
          case OtlpFields.LINK_FLAGS -> flags = in.readFixed32();
          default -> in.skipUnknown(tag, OtlpFields.LINK);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.LINK.name(tag));
    }
    in.leave(outer);
    if (!idsGood || !spanIdGood) {
      findings.mend(MendReason.FIELD_LEFT_OUT);
      return false;
    }
    int sum = Counts.sum(dropped, surplus);
    links.add(new Link(high, low, spanId, traceState, flags, innerAttributes.build(), sum));
    return true;
  }

  /** Reads a status over {@code before}, which a repeated one only adds to. */
  private Status status(Status before) throws ProtoException {
    Status.Code code = before.code();
    String message = before.message();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.STATUS_MESSAGE -> message = attributes.text();
          case OtlpFields.STATUS_CODE -> code = statusCode();
          default -> in.skipUnknown(tag, OtlpFields.STATUS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.STATUS.name(tag));
    }
    in.leave(outer);
    return code == Status.Code.UNSET && message.isEmpty()
        ? Status.UNSET
        : new Status(code, message);
  }

  private Status.Code statusCode() throws ProtoException {
    int number = (int) in.readVarint();
    Status.Code code = Status.Code.ofNumber(number);
    if (code.number() != number) {
      findings.mend(MendReason.VALUE_TYPE);
    }
    return code;
  }
}
