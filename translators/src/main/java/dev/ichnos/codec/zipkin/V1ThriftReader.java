package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.wire.ThriftReader.BOOL;
import static dev.ichnos.codec.wire.ThriftReader.I32;
import static dev.ichnos.codec.wire.ThriftReader.I64;
import static dev.ichnos.codec.wire.ThriftReader.LIST;
import static dev.ichnos.codec.wire.ThriftReader.STRING;
import static dev.ichnos.codec.wire.ThriftReader.STRUCT;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.codec.wire.ThriftReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the spans of one message of v1 thrift into a {@link V1SpanDraft}. The structs are those of
 * openzipkin/zipkin-api thrift/zipkinCore.thrift @ 1.0.0; each switch below lists one. A field that
 * comes with another type than there is skipped, as generated readers do, and counted.
 */
final class V1ThriftReader {
  private static final int SPAN_TRACE_ID = (I64 << 16) | 1;
  private static final int SPAN_NAME = (STRING << 16) | 3;
  private static final int SPAN_ID = (I64 << 16) | 4;
  private static final int SPAN_PARENT_ID = (I64 << 16) | 5;
  private static final int SPAN_ANNOTATIONS = (LIST << 16) | 6;
  private static final int SPAN_BINARY_ANNOTATIONS = (LIST << 16) | 8;
  private static final int SPAN_DEBUG = (BOOL << 16) | 9;
  private static final int SPAN_TIMESTAMP = (I64 << 16) | 10;
  private static final int SPAN_DURATION = (I64 << 16) | 11;
  private static final int SPAN_TRACE_ID_HIGH = (I64 << 16) | 12;

  private static final int ANNOTATION_TIMESTAMP = (I64 << 16) | 1;
  private static final int ANNOTATION_VALUE = (STRING << 16) | 2;
  private static final int ANNOTATION_HOST = (STRUCT << 16) | 3;

  private static final int BINARY_KEY = (STRING << 16) | 1;
  private static final int BINARY_VALUE = (STRING << 16) | 2;
  private static final int BINARY_TYPE = (I32 << 16) | 3;
  private static final int BINARY_HOST = (STRUCT << 16) | 4;

  /** The numbers above, one bit each, to tell a field of another type from an unknown one. */
  private static final int SPAN_FIELDS =
      (1 << 1) | (1 << 3) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 8) | (1 << 9) | (1 << 10)
          | (1 << 11) | (1 << 12);

  private static final int ANNOTATION_FIELDS = (1 << 1) | (1 << 2) | (1 << 3);
  private static final int BINARY_FIELDS = (1 << 1) | (1 << 2) | (1 << 3) | (1 << 4);

  // AnnotationType
  private static final int TYPE_BOOL = 0;
  private static final int TYPE_BYTES = 1;
  private static final int TYPE_I16 = 2;
  private static final int TYPE_I32 = 3;
  private static final int TYPE_I64 = 4;
  private static final int TYPE_DOUBLE = 5;
  private static final int TYPE_STRING = 6;

  private static final String EXPECTED_LIST =
      " (expected: 12, a list of Zipkin v1 spans in Thrift's binary protocol, without header)";

  private static final int NONE = -1;
  private static final int CORE_LENGTH = 2;

  private final ThriftReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final KeyCache names;
  private final V1SpanDraft draft;
  private final SpanDraft span;
  private final V1ThriftFields fields;

  V1ThriftReader(ThriftReader in, DecodeLimits limits, KeyCache keys, KeyCache names) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.names = names;
    this.draft = new V1SpanDraft(limits);
    this.span = draft.span;
    this.fields = new V1ThriftFields(in, keys, span);
  }

  void readMessage(SpanSink out) throws ThriftException {
    if (in.remaining() == 0) {
      return;
    }
    int first = in.array()[in.position()] & 0xFF;
    // zipkin-reporter of 2018 called its spans strings (openzipkin/zipkin-reporter-java issue 133).
    if (first != STRUCT && first != STRING) {
      throw in.malformed("begins with byte " + first + EXPECTED_LIST);
    }
    in.readElementType();
    int size = in.readSize(STRUCT);
    if (size > limits.maxSpans()) {
      throw in.malformed(size + " spans (expected: at most " + limits.maxSpans() + ")");
    }
    for (int i = 0; i < size; i++) {
      int offset = in.offset();
      draft.clear();
      try {
        readSpan();
      } catch (ThriftException e) {
        throw e.in("span " + i);
      }
      requireIds(i, offset);
      draft.finish(out);
    }
    if (in.remaining() > 0) {
      throw in.malformed(in.remaining() + " bytes behind the list (expected: none)");
    }
  }

  private void requireIds(int index, int offset) {
    if ((span.traceIdHigh | span.traceIdLow) == 0) {
      drop(index, offset, DropReason.INVALID_TRACE_ID, "trace_id");
    } else if (span.spanId == 0) {
      drop(index, offset, DropReason.INVALID_SPAN_ID, "id");
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
        case SPAN_TRACE_ID -> span.traceIdLow = in.readI64();
        case SPAN_TRACE_ID_HIGH -> span.traceIdHigh = in.readI64();
        case SPAN_ID -> span.spanId = in.readI64();
        case SPAN_PARENT_ID -> parentId();
        case SPAN_NAME -> span.name = fields.text(names);
        case SPAN_TIMESTAMP -> span.timestampNanos = Micros.toNanos(in.readI64(), span);
        case SPAN_DURATION -> span.durationNanos = Micros.toNanos(in.readI64(), span);
        case SPAN_DEBUG -> span.debug = in.readByte() != 0;
        case SPAN_ANNOTATIONS -> annotations();
        case SPAN_BINARY_ANNOTATIONS -> binaryAnnotations();
        default -> fields.skip(field, SPAN_FIELDS);
      }
    }
  }

  private void parentId() throws ThriftException {
    span.parentSpanId = in.readI64();
    if (span.parentSpanId == 0) {
      span.mended(MendReason.PARENT_ID);
    }
  }

  private void annotations() throws ThriftException {
    int size = fields.structs();
    for (int i = 0; i < size; i++) {
      try {
        annotation(draft.nextAnnotation());
      } catch (ThriftException e) {
        throw e.in("annotation " + i);
      }
    }
  }

  private void annotation(V1Annotation annotation) throws ThriftException {
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case ANNOTATION_TIMESTAMP -> annotation.epochNanos = Micros.toNanos(in.readI64(), span);
        case ANNOTATION_VALUE -> annotation.value = annotationValue();
        case ANNOTATION_HOST -> host(annotation.endpoint);
        default -> fields.skip(field, ANNOTATION_FIELDS);
      }
    }
    if (annotation.value.isEmpty()) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    draft.addAnnotation();
  }

  /** Only the core annotations are known to recur. */
  private String annotationValue() throws ThriftException {
    int length = in.readLength();
    return length == CORE_LENGTH ? fields.text(keys, length) : fields.text(length);
  }

  private void binaryAnnotations() throws ThriftException {
    int size = fields.structs();
    for (int i = 0; i < size; i++) {
      try {
        binaryAnnotation(draft.nextBinaryAnnotation());
      } catch (ThriftException e) {
        throw e.in("binary annotation " + i);
      }
    }
  }

  private void binaryAnnotation(V1BinaryAnnotation annotation) throws ThriftException {
    boolean hasKey = false;
    int valueAt = NONE;
    int valueLength = 0;
    int type = TYPE_STRING;
    boolean hasType = false;
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case BINARY_KEY -> {
          annotation.key = fields.text(keys);
          hasKey = true;
        }
        case BINARY_VALUE -> {
          valueLength = in.readLength();
          valueAt = in.position();
          in.advance(valueLength);
        }
        case BINARY_TYPE -> {
          type = in.readI32();
          hasType = true;
        }
        case BINARY_HOST -> host(annotation.endpoint);
        default -> fields.skip(field, BINARY_FIELDS);
      }
    }
    if (!hasKey || valueAt == NONE) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    if (!hasType) {
      span.mended(MendReason.VALUE_TYPE);
    }
    binaryValue(annotation, type, valueAt, valueLength);
  }

  /** The type, which says what the value's bytes are, may come behind them. */
  private void binaryValue(V1BinaryAnnotation annotation, int type, int at, int length) {
    byte[] bytes = in.array();
    switch (type) {
      case TYPE_STRING -> annotation.text = fields.text(at, length);
      case TYPE_BYTES -> annotation.bytes = Arrays.copyOfRange(bytes, at, at + length);
      case TYPE_BOOL -> {
        if (length == 1) {
          draft.addBoolean(bytes[at] != 0);
        } else {
          span.mended(MendReason.FIELD_LEFT_OUT);
        }
        return;
      }
      default -> {
        @Nullable String number = number(type, ByteBuffer.wrap(bytes, at, length));
        if (number == null) {
          span.mended(MendReason.FIELD_LEFT_OUT);
          return;
        }
        annotation.text = number;
      }
    }
    draft.addBinaryAnnotation();
  }

  /** The number in decimal; null where type and width do not fit. */
  private static @Nullable String number(int type, ByteBuffer bigEndian) {
    int length = bigEndian.remaining();
    if (type == TYPE_I16 && length == Short.BYTES) {
      return Short.toString(bigEndian.getShort());
    }
    if (type == TYPE_I32 && length == Integer.BYTES) {
      return Integer.toString(bigEndian.getInt());
    }
    if (type == TYPE_I64 && length == Long.BYTES) {
      return Long.toString(bigEndian.getLong());
    }
    if (type == TYPE_DOUBLE && length == Double.BYTES) {
      return Double.toString(bigEndian.getDouble());
    }
    return null;
  }

  private void host(EndpointDraft endpoint) throws ThriftException {
    try {
      fields.endpoint(endpoint);
    } catch (ThriftException e) {
      throw e.in("host");
    }
  }
}
