package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;

/** Reads the spans of one protobuf message into a {@link SpanDraft}, one after the other. */
final class ProtoSpanReader {
  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final SpanSink out;
  private final SpanDraft span;
  private final AttributesDraft others;
  private int index;

  ProtoSpanReader(ProtoReader in, DecodeLimits limits, KeyCache keys, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.out = out;
    this.span = new SpanDraft(limits);
    this.others = new AttributesDraft(limits);
  }

  /** Reads a {@code BatchWriteSpansRequest}. */
  void request() throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case CloudTraceFields.REQUEST_NAME -> span.requestName(text());
          case CloudTraceFields.REQUEST_SPANS -> {
            spanOfRequest();
            index++;
          }
          default -> in.skipUnknown(tag, CloudTraceFields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(
          tag == CloudTraceFields.REQUEST_SPANS ? place() : CloudTraceFields.REQUEST.name(tag));
    }
  }

  /** Reads a message that is one span. */
  void single() throws ProtoException {
    span.clear();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(tag);
      }
    } catch (ProtoException e) {
      throw e.in(CloudTraceFields.SPAN.name(tag));
    }
    span.finish("span", out);
  }

  private String place() {
    return "spans[" + index + "]";
  }

  /** Its length holds the span together, so that what is wrong inside costs this span only. */
  private void spanOfRequest() throws ProtoException {
    if (index == limits.maxSpans()) {
      throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
    }
    int outer = in.enter();
    int end = in.limit();
    span.clear();
    fields(place());
    in.window(end, outer);
    span.finish(place(), out);
  }

  private void fields(String place) {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(tag);
      }
    } catch (ProtoException e) {
      String detail = e.in(CloudTraceFields.SPAN.name(tag)).in(place).describe();
      span.drop(DropReason.MALFORMED_SPAN, detail);
    }
  }

  private void field(int tag) throws ProtoException {
    switch (tag) {
      case CloudTraceFields.SPAN_NAME -> span.name = text();
      case CloudTraceFields.SPAN_ID -> span.spanId = text();
      case CloudTraceFields.SPAN_PARENT_ID -> span.parentSpanId = text();
      case CloudTraceFields.SPAN_DISPLAY_NAME -> span.displayName = truncatable();
      case CloudTraceFields.SPAN_START -> span.startNanos = time();
      case CloudTraceFields.SPAN_END -> span.endNanos = time();
      case CloudTraceFields.SPAN_ATTRIBUTES -> attributes(span.attributes);
      case CloudTraceFields.SPAN_STACK_TRACE -> stackTrace();
      case CloudTraceFields.SPAN_TIME_EVENTS -> timeEvents();
      case CloudTraceFields.SPAN_LINKS -> links();
      case CloudTraceFields.SPAN_STATUS -> status();
      case CloudTraceFields.SPAN_SAME_PROCESS ->
          span.sameProcess =
              number(CloudTraceFields.BOOL_VALUE) != 0
                  ? SpanDraft.SameProcess.SAME
                  : SpanDraft.SameProcess.OTHER;
      case CloudTraceFields.SPAN_KIND -> span.kind = in.readVarint();
      default -> in.skipUnknown(tag, CloudTraceFields.SPAN);
    }
  }

  private void attributes(AttributesDraft to) throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.ATTRIBUTES_MAP -> attribute(to);
        case CloudTraceFields.ATTRIBUTES_DROPPED -> to.upstreamDropped(count());
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** An entry of a map: key and value in any order, either of which may be absent. */
  private void attribute(AttributesDraft to) throws ProtoException {
    int outer = in.enter();
    String key = "";
    int valueFrom = -1;
    int valueTo = -1;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.ENTRY_KEY -> key = key();
        case CloudTraceFields.ENTRY_VALUE -> {
          int length = in.readLength();
          valueFrom = in.position();
          valueTo = valueFrom + length;
          in.advance(length);
        }
        default -> in.skip(tag);
      }
    }
    int end = in.limit();
    if (to.hasRoom(key)) {
      if (valueFrom < 0) {
        to.putEmpty(key);
      } else {
        in.window(valueFrom, valueTo);
        value(key, to);
      }
    }
    in.window(end, outer);
  }

  private void value(String key, AttributesDraft to) throws ProtoException {
    boolean stated = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      boolean known = true;
      switch (tag) {
        case CloudTraceFields.VALUE_STRING -> to.put(key, truncatable());
        case CloudTraceFields.VALUE_INT -> to.put(key, in.readVarint());
        case CloudTraceFields.VALUE_BOOL -> to.put(key, in.readVarint() != 0);
        default -> {
          in.skip(tag);
          known = false;
        }
      }
      stated |= known;
    }
    if (!stated) {
      to.putEmpty(key);
    }
  }

  private void stackTrace() throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == CloudTraceFields.STACK_FRAMES) {
        frames();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private void frames() throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.FRAMES_FRAME -> span.stack.frame(frame());
        case CloudTraceFields.FRAMES_DROPPED -> span.stack.dropped(count());
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private StackFrame frame() throws ProtoException {
    String function = "";
    String file = "";
    long line = 0;
    long column = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.FRAME_FUNCTION -> function = truncatable();
        case CloudTraceFields.FRAME_FILE -> file = truncatable();
        case CloudTraceFields.FRAME_LINE -> line = in.readVarint();
        case CloudTraceFields.FRAME_COLUMN -> column = in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return new StackFrame(function, file, line, column);
  }

  private void timeEvents() throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.TIME_EVENTS_EVENT -> timeEvent();
        case CloudTraceFields.TIME_EVENTS_DROPPED_ANNOTATIONS -> span.droppedAnnotations = count();
        case CloudTraceFields.TIME_EVENTS_DROPPED_MESSAGES -> span.droppedMessageEvents = count();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** The time may come behind what happened then. */
  private void timeEvent() throws ProtoException {
    int outer = in.enter();
    int end = in.limit();
    long time = 0;
    int what = 0;
    int from = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.EVENT_TIME -> time = time();
        case CloudTraceFields.EVENT_ANNOTATION, CloudTraceFields.EVENT_MESSAGE -> {
          what = tag;
          from = in.position();
          in.skip(tag);
        }
        default -> in.skip(tag);
      }
    }
    if (what == 0) {
      span.mended(MendReason.FIELD_LEFT_OUT);
    } else {
      in.window(from, end);
      if (what == CloudTraceFields.EVENT_ANNOTATION) {
        annotation(time);
      } else {
        messageEvent(time);
      }
    }
    in.window(end, outer);
  }

  private void annotation(long time) throws ProtoException {
    String description = "";
    others.clear();
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.ANNOTATION_DESCRIPTION -> description = truncatable();
        case CloudTraceFields.ANNOTATION_ATTRIBUTES -> attributes(others);
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    span.annotation(time, description, others);
  }

  private void messageEvent(long time) throws ProtoException {
    long type = 0;
    long id = 0;
    long uncompressed = 0;
    long compressed = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.MESSAGE_TYPE -> type = in.readVarint();
        case CloudTraceFields.MESSAGE_ID -> id = in.readVarint();
        case CloudTraceFields.MESSAGE_UNCOMPRESSED -> uncompressed = in.readVarint();
        case CloudTraceFields.MESSAGE_COMPRESSED -> compressed = in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    span.messageEvent(time, type, id, uncompressed, compressed);
  }

  private void links() throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.LINKS_LINK -> link();
        case CloudTraceFields.LINKS_DROPPED -> span.droppedLinks = count();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private void link() throws ProtoException {
    String traceId = "";
    String spanId = "";
    long type = 0;
    others.clear();
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.LINK_TRACE_ID -> traceId = text();
        case CloudTraceFields.LINK_SPAN_ID -> spanId = text();
        case CloudTraceFields.LINK_TYPE -> type = in.readVarint();
        case CloudTraceFields.LINK_ATTRIBUTES -> attributes(others);
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    span.link(traceId, spanId, type, others);
  }

  private void status() throws ProtoException {
    span.hasStatus = true;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.STATUS_CODE -> span.statusCode = in.readVarint();
        case CloudTraceFields.STATUS_MESSAGE -> span.statusMessage = text();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** What the sender cut off a text is not kept: our model has no place for it. */
  private String truncatable() throws ProtoException {
    String value = "";
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == CloudTraceFields.TEXT_VALUE) {
        value = text();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    return value;
  }

  private long time() throws ProtoException {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case CloudTraceFields.TIMESTAMP_SECONDS -> seconds = in.readVarint();
        case CloudTraceFields.TIMESTAMP_NANOS -> nanos = in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return span.nanos(seconds, nanos);
  }

  /** The number in a message that wraps one. */
  private long number(int field) throws ProtoException {
    long number = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == field) {
        number = in.readVarint();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    return number;
  }

  /** A count of what the sender left out; none when it is negative. */
  private int count() throws ProtoException {
    return (int) Math.max(0, Math.min(in.readVarint(), Integer.MAX_VALUE));
  }

  /** A text that comes often: shared with its equals. */
  private String key() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    String known = keys.get(in.array(), at, length);
    return known != null ? known : text(at, length);
  }

  private String text() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return text(at, length);
  }

  private String text(int at, int length) {
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
