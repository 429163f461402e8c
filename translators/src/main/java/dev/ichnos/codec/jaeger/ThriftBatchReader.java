package dev.ichnos.codec.jaeger;

import static dev.ichnos.codec.wire.ThriftReader.BOOL;
import static dev.ichnos.codec.wire.ThriftReader.DOUBLE;
import static dev.ichnos.codec.wire.ThriftReader.I32;
import static dev.ichnos.codec.wire.ThriftReader.I64;
import static dev.ichnos.codec.wire.ThriftReader.LIST;
import static dev.ichnos.codec.wire.ThriftReader.STOP;
import static dev.ichnos.codec.wire.ThriftReader.STRING;
import static dev.ichnos.codec.wire.ThriftReader.STRUCT;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.codec.wire.ThriftReader;
import dev.ichnos.model.Resource;
import java.nio.ByteBuffer;

/**
 * Reads one {@code Batch} of thrift. The structs are those of jaegertracing/jaeger-idl
 * thrift/jaeger.thrift @ 0.6; each switch below lists one. A field that comes with another type
 * than there is skipped, as generated readers do, and counted.
 */
final class ThriftBatchReader {
  private static final int BATCH_PROCESS = (STRUCT << 16) | 1;
  private static final int BATCH_SPANS = (LIST << 16) | 2;

  private static final int PROCESS_SERVICE_NAME = (STRING << 16) | 1;
  private static final int PROCESS_TAGS = (LIST << 16) | 2;

  private static final int SPAN_TRACE_ID_LOW = (I64 << 16) | 1;
  private static final int SPAN_TRACE_ID_HIGH = (I64 << 16) | 2;
  private static final int SPAN_ID = (I64 << 16) | 3;
  private static final int SPAN_PARENT_ID = (I64 << 16) | 4;
  private static final int SPAN_NAME = (STRING << 16) | 5;
  private static final int SPAN_REFERENCES = (LIST << 16) | 6;
  private static final int SPAN_FLAGS = (I32 << 16) | 7;
  private static final int SPAN_START = (I64 << 16) | 8;
  private static final int SPAN_DURATION = (I64 << 16) | 9;
  private static final int SPAN_TAGS = (LIST << 16) | 10;
  private static final int SPAN_LOGS = (LIST << 16) | 11;
  private static final int SPAN_INCOMPLETE = (BOOL << 16) | 12;

  private static final int LOG_TIMESTAMP = (I64 << 16) | 1;
  private static final int LOG_FIELDS = (LIST << 16) | 2;

  private static final int REF_TYPE = (I32 << 16) | 1;
  private static final int REF_TRACE_ID_LOW = (I64 << 16) | 2;
  private static final int REF_TRACE_ID_HIGH = (I64 << 16) | 3;
  private static final int REF_SPAN_ID = (I64 << 16) | 4;

  private static final int TAG_KEY = (STRING << 16) | 1;
  private static final int TAG_TYPE = (I32 << 16) | 2;
  private static final int TAG_TEXT = (STRING << 16) | 3;
  private static final int TAG_DOUBLE = (DOUBLE << 16) | 4;
  private static final int TAG_BOOL = (BOOL << 16) | 5;
  private static final int TAG_LONG = (I64 << 16) | 6;
  private static final int TAG_BINARY = (STRING << 16) | 7;

  /** How many fields each struct has, to tell a field of another type from an unknown one. */
  private static final int BATCH_COUNT = 2;

  private static final int PROCESS_COUNT = 2;
  private static final int SPAN_COUNT = 12;
  private static final int LOG_COUNT = 2;
  private static final int REF_COUNT = 4;
  private static final int TAG_COUNT = 7;

  private static final TagDraft.Type[] TAG_TYPES = {
    TagDraft.Type.STRING,
    TagDraft.Type.DOUBLE,
    TagDraft.Type.BOOL,
    TagDraft.Type.LONG,
    TagDraft.Type.BINARY
  };

  private static final int CHILD_OF = 0;
  private static final int FOLLOWS_FROM = 1;

  private final ByteBuffer message;
  private final ThriftReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final KeyCache names;
  private final Mends mends = new Mends();
  private final ThriftFields fields;
  private final ProcessDraft process;
  private final SpanDraft span;
  private final TagDraft tag = new TagDraft();

  ThriftBatchReader(ByteBuffer message, DecodeLimits limits, KeyCache keys, KeyCache names) {
    this(message, new ThriftReader(message, limits.maxDepth()), limits, keys, names);
  }

  private ThriftBatchReader(
      ByteBuffer message, ThriftReader in, DecodeLimits limits, KeyCache keys, KeyCache names) {
    this.message = message;
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.names = names;
    this.fields = new ThriftFields(in, mends);
    this.process = new ProcessDraft(limits, mends);
    this.span = new SpanDraft(limits, mends);
  }

  /** Where something takes a tag that was read. */
  private interface TagTaker {
    void take(TagDraft tag);
  }

  void readMessage(SpanSink out) throws ThriftException {
    if (in.remaining() == 0) {
      return;
    }
    int first = in.array()[in.position()] & 0xFF;
    if (first != STRUCT && first != LIST && first != STOP) {
      throw in.malformed(
          "begins with byte "
              + first
              + " (expected: 12, a Batch of Jaeger's in Thrift's binary protocol, without header)");
    }
    boolean knowsProcess = false;
    Resource resource = Resource.EMPTY;
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case BATCH_PROCESS -> {
          if (knowsProcess) {
            in.skip(STRUCT);
          } else {
            resource = readProcess(out);
            knowsProcess = true;
          }
        }
        case BATCH_SPANS -> {
          if (!knowsProcess) {
            resource = processBehind(out);
            knowsProcess = true;
          }
          readSpans(resource, out);
        }
        default -> {
          fields.skip(field, BATCH_COUNT);
          mends.handOut(out);
        }
      }
    }
    if (in.remaining() > 0) {
      throw in.malformed(in.remaining() + " bytes behind the batch (expected: none)");
    }
  }

  /** No known sender writes the process behind the spans, but thrift allows it. */
  private Resource processBehind(SpanSink out) {
    ThriftReader ahead = new ThriftReader(message, limits.maxDepth());
    try {
      for (int field = ahead.readField(); field != 0; field = ahead.readField()) {
        if (field == BATCH_PROCESS) {
          return new ThriftBatchReader(message, ahead, limits, keys, names).readProcess(out);
        }
        ahead.skip(ThriftReader.type(field));
      }
    } catch (ThriftException e) {
      // Found again, and told with its place, when the spans are read.
    }
    return Resource.EMPTY;
  }

  private Resource readProcess(SpanSink out) throws ThriftException {
    process.clear();
    try {
      for (int field = in.readField(); field != 0; field = in.readField()) {
        switch (field) {
          case PROCESS_SERVICE_NAME -> process.serviceName = fields.text(names);
          case PROCESS_TAGS -> tags("tag ", process::tag);
          default -> fields.skip(field, PROCESS_COUNT);
        }
      }
    } catch (ThriftException e) {
      throw e.in("process");
    }
    Resource resource = process.resource();
    mends.handOut(out);
    return resource;
  }

  private void readSpans(Resource resource, SpanSink out) throws ThriftException {
    int size = fields.structs();
    if (size > limits.maxSpans()) {
      throw in.malformed(size + " spans (expected: at most " + limits.maxSpans() + ")");
    }
    mends.handOut(out);
    for (int i = 0; i < size; i++) {
      int offset = in.offset();
      span.clear();
      try {
        readSpan();
      } catch (ThriftException e) {
        throw e.in("span " + i);
      }
      requireIds(i, offset);
      span.finish(resource, out);
    }
  }

  private void requireIds(int index, int offset) {
    if ((span.traceIdHigh | span.traceIdLow) == 0) {
      drop(index, offset, DropReason.INVALID_TRACE_ID, "traceIdLow");
    } else if (span.spanId == 0) {
      drop(index, offset, DropReason.INVALID_SPAN_ID, "spanId");
    }
  }

  private void drop(int index, int offset, DropReason why, String field) {
    span.drop(
        why,
        "span %d, byte %d: %s is absent or zero (expected: an i64)"
            .formatted(index, offset, field));
  }

  private void readSpan() throws ThriftException {
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case SPAN_TRACE_ID_LOW -> span.traceIdLow = in.readI64();
        case SPAN_TRACE_ID_HIGH -> span.traceIdHigh = in.readI64();
        case SPAN_ID -> span.spanId = in.readI64();
        case SPAN_PARENT_ID -> span.parentSpanId = in.readI64();
        case SPAN_NAME -> span.name = fields.text(names);
        case SPAN_REFERENCES -> references();
        case SPAN_FLAGS -> span.flags = in.readI32();
        case SPAN_START -> span.startNanos = JaegerTimes.ofMicros(in.readI64(), 0, mends);
        case SPAN_DURATION ->
            span.durationNanos = JaegerTimes.ofMicros(in.readI64(), SpanDraft.ABSENT, mends);
        case SPAN_TAGS -> tags("tag ", span::tag);
        case SPAN_LOGS -> logs();
        case SPAN_INCOMPLETE -> span.incomplete = in.readByte() != 0;
        default -> fields.skip(field, SPAN_COUNT);
      }
    }
  }

  private void references() throws ThriftException {
    int size = fields.structs();
    for (int i = 0; i < size; i++) {
      try {
        reference();
      } catch (ThriftException e) {
        throw e.in("reference " + i);
      }
    }
  }

  private void reference() throws ThriftException {
    int type = CHILD_OF;
    long high = 0;
    long low = 0;
    long id = 0;
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case REF_TYPE -> type = in.readI32();
        case REF_TRACE_ID_LOW -> low = in.readI64();
        case REF_TRACE_ID_HIGH -> high = in.readI64();
        case REF_SPAN_ID -> id = in.readI64();
        default -> fields.skip(field, REF_COUNT);
      }
    }
    if ((high | low) == 0 || id == 0 || type < CHILD_OF || type > FOLLOWS_FROM) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    } else {
      span.reference(new Reference(high, low, id, type == FOLLOWS_FROM));
    }
  }

  private void logs() throws ThriftException {
    int size = fields.structs();
    for (int i = 0; i < size; i++) {
      try {
        if (span.hasRoomForLog()) {
          log();
        } else {
          in.skip(STRUCT);
        }
      } catch (ThriftException e) {
        throw e.in("log " + i);
      }
    }
  }

  private void log() throws ThriftException {
    long time = 0;
    span.startLog();
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case LOG_TIMESTAMP -> time = JaegerTimes.ofMicros(in.readI64(), 0, mends);
        case LOG_FIELDS -> tags("field ", span::logField);
        default -> fields.skip(field, LOG_COUNT);
      }
    }
    span.endLog(time);
  }

  private void tags(String what, TagTaker taker) throws ThriftException {
    int size = fields.structs();
    for (int i = 0; i < size; i++) {
      tag.clear();
      try {
        tag();
      } catch (ThriftException e) {
        throw e.in(what + i);
      }
      taker.take(tag);
    }
  }

  private void tag() throws ThriftException {
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case TAG_KEY -> tag.key = fields.text(keys);
        case TAG_TYPE -> {
          int type = in.readI32();
          tag.type = type >= 0 && type < TAG_TYPES.length ? TAG_TYPES[type] : TagDraft.Type.UNKNOWN;
        }
        case TAG_TEXT -> tag.text = fields.text();
        case TAG_DOUBLE -> tag.floating = Double.longBitsToDouble(in.readI64());
        case TAG_BOOL -> tag.flag = in.readByte() != 0;
        case TAG_LONG -> tag.integer = in.readI64();
        case TAG_BINARY -> tag.bytes = fields.bytes();
        default -> fields.skip(field, TAG_COUNT);
      }
    }
  }
}
