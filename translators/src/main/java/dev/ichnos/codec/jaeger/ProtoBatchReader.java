package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Resource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one {@code PostSpansRequest}: the batch's process first, which stands behind the spans. */
final class ProtoBatchReader {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final long CHILD_OF = 0;
  private static final long FOLLOWS_FROM = 1;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final KeyCache names;
  private final SpanSink out;
  private final Mends mends = new Mends();
  private final ProcessDraft process;
  private final SpanDraft span;
  private final TagDraft tag = new TagDraft();
  private int index;

  /** What {@link #readTraceId} found. */
  private long high;

  private long low;

  ProtoBatchReader(
      ProtoReader in, DecodeLimits limits, KeyCache keys, KeyCache names, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.names = names;
    this.out = out;
    this.process = new ProcessDraft(limits, mends);
    this.span = new SpanDraft(limits, mends);
  }

  /** Where something takes a tag that was read. */
  private interface TagTaker {
    void take(TagDraft tag);
  }

  void message() throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == JaegerFields.BATCH) {
          batch();
        } else {
          in.skipUnknown(tag, JaegerFields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.REQUEST.name(tag));
    }
  }

  private void batch() throws ProtoException {
    int outer = in.enter();
    int start = in.position();
    int end = in.limit();
    Resource resource = batchProcess();
    mends.handOut(out);
    in.window(start, end);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == JaegerFields.BATCH_SPANS) {
        span(resource);
        index++;
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** Passes over everything in the batch once, so that what holds it together is known good. */
  private Resource batchProcess() throws ProtoException {
    Resource resource = Resource.EMPTY;
    int tag = 0;
    int spans = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case JaegerFields.BATCH_PROCESS -> resource = process();
          case JaegerFields.BATCH_SPANS -> {
            if (++spans > limits.maxSpans()) {
              throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
            }
            in.skip(tag);
          }
          default -> in.skipUnknown(tag, JaegerFields.BATCH_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.BATCH_FIELDS.name(tag));
    }
    return resource;
  }

  private Resource process() throws ProtoException {
    process.clear();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case JaegerFields.PROCESS_SERVICE_NAME -> process.serviceName = text(names);
          case JaegerFields.PROCESS_TAGS -> keyValue(process::tag);
          default -> in.skipUnknown(tag, JaegerFields.PROCESS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.PROCESS.name(tag));
    }
    in.leave(outer);
    return process.resource();
  }

  private String place() {
    return "batch.spans[" + index + "]";
  }

  /** Its length holds the span together, so that what is wrong inside costs this span only. */
  private void span(Resource resource) throws ProtoException {
    int outer = in.enter();
    int end = in.limit();
    span.clear();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(tag);
      }
      requireIds();
    } catch (ProtoException e) {
      String detail = e.in(JaegerFields.SPAN.name(tag)).in(place()).describe();
      span.drop(DropReason.MALFORMED_SPAN, detail);
    }
    in.window(end, outer);
    span.finish(resource, out);
  }

  private void requireIds() {
    if ((span.traceIdHigh | span.traceIdLow) == 0) {
      drop(DropReason.INVALID_TRACE_ID, "trace_id: absent or zero (expected: 8 or 16 bytes)");
    } else if (span.spanId == 0) {
      drop(DropReason.INVALID_SPAN_ID, "span_id: absent or zero (expected: 8 bytes)");
    }
  }

  private void drop(DropReason why, String detail) {
    if (!span.isDropped()) {
      span.drop(why, place() + "." + detail);
    }
  }

  private void field(int tag) throws ProtoException {
    switch (tag) {
      case JaegerFields.TRACE_ID -> traceId();
      case JaegerFields.SPAN_ID -> spanId();
      case JaegerFields.OPERATION_NAME -> span.name = text(names);
      case JaegerFields.REFERENCES -> reference();
      case JaegerFields.FLAGS -> span.flags = (int) in.readVarint();
      case JaegerFields.START_TIME -> span.startNanos = time(0);
      case JaegerFields.DURATION -> span.durationNanos = time(SpanDraft.ABSENT);
      case JaegerFields.TAGS -> keyValue(span::tag);
      case JaegerFields.LOGS -> log();
      case JaegerFields.SPAN_PROCESS -> span.process = process();
      case JaegerFields.WARNINGS -> span.warning(text());
      default -> in.skipUnknown(tag, JaegerFields.SPAN);
    }
  }

  private void traceId() throws ProtoException {
    int at = in.offset();
    int length = readTraceId();
    if (length >= 0) {
      span.traceIdHigh = high;
      span.traceIdLow = low;
    } else {
      drop(
          DropReason.INVALID_TRACE_ID,
          "trace_id at byte %d: %d bytes (expected: 8 or 16)".formatted(at, ~length));
    }
  }

  private void spanId() throws ProtoException {
    int at = in.offset();
    int length = in.readLength();
    if (length == SPAN_ID_BYTES) {
      span.spanId = in.readBigEndian64();
      return;
    }
    in.advance(length);
    if (length > 0) {
      drop(
          DropReason.INVALID_SPAN_ID,
          "span_id at byte %d: %d bytes (expected: 8)".formatted(at, length));
    }
  }

  /** The length, with the halves in {@link #high} and {@link #low}; its complement if it is bad. */
  private int readTraceId() throws ProtoException {
    high = 0;
    low = 0;
    int length = in.readLength();
    switch (length) {
      case TRACE_ID_BYTES -> {
        high = in.readBigEndian64();
        low = in.readBigEndian64();
      }
      case SPAN_ID_BYTES -> low = in.readBigEndian64();
      case 0 -> {}
      default -> {
        in.advance(length);
        return ~length;
      }
    }
    return length;
  }

  private void reference() throws ProtoException {
    long type = CHILD_OF;
    long id = 0;
    long traceHigh = 0;
    long traceLow = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case JaegerFields.REF_TRACE_ID -> {
            readTraceId();
            traceHigh = high;
            traceLow = low;
          }
          case JaegerFields.REF_SPAN_ID -> {
            int length = in.readLength();
            if (length == SPAN_ID_BYTES) {
              id = in.readBigEndian64();
            } else {
              in.advance(length);
            }
          }
          case JaegerFields.REF_TYPE -> type = in.readVarint();
          default -> in.skipUnknown(tag, JaegerFields.REFERENCE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.REFERENCE.name(tag));
    }
    in.leave(outer);
    if ((traceHigh | traceLow) == 0 || id == 0 || type < CHILD_OF || type > FOLLOWS_FROM) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    } else {
      span.reference(new Reference(traceHigh, traceLow, id, type == FOLLOWS_FROM));
    }
  }

  /** A {@code Timestamp} or {@code Duration}. */
  private long time(long absent) throws ProtoException {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case JaegerFields.SECONDS -> seconds = in.readVarint();
          case JaegerFields.NANOS -> nanos = in.readVarint();
          default -> in.skipUnknown(tag, JaegerFields.TIME);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.TIME.name(tag));
    }
    in.leave(outer);
    return JaegerTimes.of(seconds, nanos, absent, mends);
  }

  private void log() throws ProtoException {
    if (!span.hasRoomForLog()) {
      in.skip(JaegerFields.LOGS);
      return;
    }
    long time = 0;
    span.startLog();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case JaegerFields.LOG_TIMESTAMP -> time = time(0);
          case JaegerFields.LOG_FIELDS -> keyValue(span::logField);
          default -> in.skipUnknown(tag, JaegerFields.LOG);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.LOG.name(tag));
    }
    in.leave(outer);
    span.endLog(time);
  }

  private void keyValue(TagTaker taker) throws ProtoException {
    tag.clear();
    int outer = in.enter();
    int field = 0;
    try {
      while ((field = in.readTag()) != 0) {
        switch (field) {
          case JaegerFields.KEY -> tag.key = text(keys);
          case JaegerFields.V_TYPE -> tag.type = JaegerFields.type(in.readVarint());
          case JaegerFields.V_STR -> tag.text = text();
          case JaegerFields.V_BOOL -> tag.flag = in.readVarint() != 0;
          case JaegerFields.V_INT64 -> tag.integer = in.readVarint();
          case JaegerFields.V_FLOAT64 -> tag.floating = Double.longBitsToDouble(in.readFixed64());
          case JaegerFields.V_BINARY -> tag.bytes = bytes();
          default -> in.skipUnknown(field, JaegerFields.KEY_VALUE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(JaegerFields.KEY_VALUE.name(field));
    }
    in.leave(outer);
    taker.take(tag);
  }

  /** A text that comes often: shared with its equals. */
  private String text(KeyCache cache) throws ProtoException {
    int length = in.readLength();
    @Nullable String known = cache.get(in.array(), in.position(), length);
    if (known == null) {
      return text(length);
    }
    in.advance(length);
    return known;
  }

  private String text() throws ProtoException {
    return text(in.readLength());
  }

  private String text(int length) {
    int at = in.position();
    in.advance(length);
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      mends.add(MendReason.INVALID_UTF8);
    }
    return text;
  }

  private byte[] bytes() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return Arrays.copyOfRange(in.array(), at, at + length);
  }
}
