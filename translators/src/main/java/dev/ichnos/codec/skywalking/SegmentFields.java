package dev.ichnos.codec.skywalking;

import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of apache/skywalking-data-collect-protocol language-agent/Tracing.proto @ 10.1,
 * package {@code skywalking.v3}. A constant is the field's tag, {@code number << 3 | wire type}.
 */
final class SegmentFields {
  static final int SEGMENTS = (1 << 3) | LENGTH;
  static final ProtoFields COLLECTION = ProtoFields.of(new Field(1, LENGTH, "segments"));

  static final int TRACE_ID = (1 << 3) | LENGTH;
  static final int SEGMENT_ID = (2 << 3) | LENGTH;
  static final int SPANS = (3 << 3) | LENGTH;
  static final int SERVICE = (4 << 3) | LENGTH;
  static final int SERVICE_INSTANCE = (5 << 3) | LENGTH;
  static final int SIZE_LIMITED = (6 << 3) | VARINT;
  static final ProtoFields SEGMENT =
      ProtoFields.of(
          new Field(1, LENGTH, "traceId"),
          new Field(2, LENGTH, "traceSegmentId"),
          new Field(3, LENGTH, "spans"),
          new Field(4, LENGTH, "service"),
          new Field(5, LENGTH, "serviceInstance"),
          new Field(6, VARINT, "isSizeLimited"));

  static final int SPAN_ID = (1 << 3) | VARINT;
  static final int PARENT_SPAN_ID = (2 << 3) | VARINT;
  static final int START_TIME = (3 << 3) | VARINT;
  static final int END_TIME = (4 << 3) | VARINT;
  static final int REFS = (5 << 3) | LENGTH;
  static final int OPERATION_NAME = (6 << 3) | LENGTH;
  static final int PEER = (7 << 3) | LENGTH;
  static final int SPAN_TYPE = (8 << 3) | VARINT;
  static final int SPAN_LAYER = (9 << 3) | VARINT;
  static final int COMPONENT_ID = (10 << 3) | VARINT;
  static final int IS_ERROR = (11 << 3) | VARINT;
  static final int TAGS = (12 << 3) | LENGTH;
  static final int LOGS = (13 << 3) | LENGTH;
  static final int SKIP_ANALYSIS = (14 << 3) | VARINT;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, VARINT, "spanId"),
          new Field(2, VARINT, "parentSpanId"),
          new Field(3, VARINT, "startTime"),
          new Field(4, VARINT, "endTime"),
          new Field(5, LENGTH, "refs"),
          new Field(6, LENGTH, "operationName"),
          new Field(7, LENGTH, "peer"),
          new Field(8, VARINT, "spanType"),
          new Field(9, VARINT, "spanLayer"),
          new Field(10, VARINT, "componentId"),
          new Field(11, VARINT, "isError"),
          new Field(12, LENGTH, "tags"),
          new Field(13, LENGTH, "logs"),
          new Field(14, VARINT, "skipAnalysis"));

  static final int REF_TYPE = (1 << 3) | VARINT;
  static final int REF_TRACE_ID = (2 << 3) | LENGTH;
  static final int REF_SEGMENT_ID = (3 << 3) | LENGTH;
  static final int REF_SPAN_ID = (4 << 3) | VARINT;
  static final int REF_SERVICE = (5 << 3) | LENGTH;
  static final int REF_SERVICE_INSTANCE = (6 << 3) | LENGTH;
  static final int REF_ENDPOINT = (7 << 3) | LENGTH;
  static final int REF_ADDRESS = (8 << 3) | LENGTH;
  static final ProtoFields REFERENCE =
      ProtoFields.of(
          new Field(1, VARINT, "refType"),
          new Field(2, LENGTH, "traceId"),
          new Field(3, LENGTH, "parentTraceSegmentId"),
          new Field(4, VARINT, "parentSpanId"),
          new Field(5, LENGTH, "parentService"),
          new Field(6, LENGTH, "parentServiceInstance"),
          new Field(7, LENGTH, "parentEndpoint"),
          new Field(8, LENGTH, "networkAddressUsedAtPeer"));

  static final int LOG_TIME = (1 << 3) | VARINT;
  static final int LOG_DATA = (2 << 3) | LENGTH;
  static final ProtoFields LOG =
      ProtoFields.of(new Field(1, VARINT, "time"), new Field(2, LENGTH, "data"));

  static final int KEY = (1 << 3) | LENGTH;
  static final int VALUE = (2 << 3) | LENGTH;
  static final ProtoFields PAIR =
      ProtoFields.of(new Field(1, LENGTH, "key"), new Field(2, LENGTH, "value"));

  private SegmentFields() {}
}
