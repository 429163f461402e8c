package dev.ichnos.codec.opencensus;

import static dev.ichnos.codec.wire.ProtoReader.FIXED64;
import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of census-instrumentation/opencensus-proto @ 0.4: {@code agent/trace/v1}, {@code
 * agent/common/v1} and {@code resource/v1}, then {@code trace/v1}. A constant is the field's tag,
 * {@code number << 3 | wire type}.
 */
final class Fields {
  static final int REQUEST_NODE = (1 << 3) | LENGTH;
  static final int REQUEST_SPANS = (2 << 3) | LENGTH;
  static final int REQUEST_RESOURCE = (3 << 3) | LENGTH;
  static final ProtoFields REQUEST =
      ProtoFields.of(
          new Field(1, LENGTH, "node"),
          new Field(2, LENGTH, "spans"),
          new Field(3, LENGTH, "resource"));

  static final int NODE_IDENTIFIER = (1 << 3) | LENGTH;
  static final int NODE_LIBRARY_INFO = (2 << 3) | LENGTH;
  static final int NODE_SERVICE_INFO = (3 << 3) | LENGTH;
  static final int NODE_ATTRIBUTES = (4 << 3) | LENGTH;
  static final ProtoFields NODE =
      ProtoFields.of(
          new Field(1, LENGTH, "identifier"),
          new Field(2, LENGTH, "library_info"),
          new Field(3, LENGTH, "service_info"),
          new Field(4, LENGTH, "attributes"));

  static final int IDENTIFIER_HOST_NAME = (1 << 3) | LENGTH;
  static final int IDENTIFIER_PID = (2 << 3) | VARINT;
  static final int IDENTIFIER_START = (3 << 3) | LENGTH;
  static final ProtoFields IDENTIFIER =
      ProtoFields.of(
          new Field(1, LENGTH, "host_name"),
          new Field(2, VARINT, "pid"),
          new Field(3, LENGTH, "start_timestamp"));

  static final int LIBRARY_LANGUAGE = (1 << 3) | VARINT;
  static final int LIBRARY_EXPORTER_VERSION = (2 << 3) | LENGTH;
  static final int LIBRARY_CORE_VERSION = (3 << 3) | LENGTH;
  static final ProtoFields LIBRARY =
      ProtoFields.of(
          new Field(1, VARINT, "language"),
          new Field(2, LENGTH, "exporter_version"),
          new Field(3, LENGTH, "core_library_version"));

  static final int SERVICE_NAME = (1 << 3) | LENGTH;
  static final ProtoFields SERVICE = ProtoFields.of(new Field(1, LENGTH, "name"));

  static final int RESOURCE_TYPE = (1 << 3) | LENGTH;
  static final int RESOURCE_LABELS = (2 << 3) | LENGTH;
  static final ProtoFields RESOURCE =
      ProtoFields.of(new Field(1, LENGTH, "type"), new Field(2, LENGTH, "labels"));

  static final int TRACE_ID = (1 << 3) | LENGTH;
  static final int SPAN_ID = (2 << 3) | LENGTH;
  static final int PARENT_SPAN_ID = (3 << 3) | LENGTH;
  static final int NAME = (4 << 3) | LENGTH;
  static final int START_TIME = (5 << 3) | LENGTH;
  static final int END_TIME = (6 << 3) | LENGTH;
  static final int ATTRIBUTES = (7 << 3) | LENGTH;
  static final int STACK_TRACE = (8 << 3) | LENGTH;
  static final int TIME_EVENTS = (9 << 3) | LENGTH;
  static final int LINKS = (10 << 3) | LENGTH;
  static final int STATUS = (11 << 3) | LENGTH;
  static final int SAME_PROCESS = (12 << 3) | LENGTH;
  static final int CHILD_COUNT = (13 << 3) | LENGTH;
  static final int KIND = (14 << 3) | VARINT;
  static final int TRACESTATE = (15 << 3) | LENGTH;
  static final int SPAN_RESOURCE = (16 << 3) | LENGTH;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, LENGTH, "parent_span_id"),
          new Field(4, LENGTH, "name"),
          new Field(5, LENGTH, "start_time"),
          new Field(6, LENGTH, "end_time"),
          new Field(7, LENGTH, "attributes"),
          new Field(8, LENGTH, "stack_trace"),
          new Field(9, LENGTH, "time_events"),
          new Field(10, LENGTH, "links"),
          new Field(11, LENGTH, "status"),
          new Field(12, LENGTH, "same_process_as_parent_span"),
          new Field(13, LENGTH, "child_span_count"),
          new Field(14, VARINT, "kind"),
          new Field(15, LENGTH, "tracestate"),
          new Field(16, LENGTH, "resource"));

  static final int ATTRIBUTE_MAP = (1 << 3) | LENGTH;
  static final int DROPPED_ATTRIBUTES = (2 << 3) | VARINT;
  static final ProtoFields ATTRIBUTES_FIELDS =
      ProtoFields.of(
          new Field(1, LENGTH, "attribute_map"), new Field(2, VARINT, "dropped_attributes_count"));

  static final int ENTRY_KEY = (1 << 3) | LENGTH;
  static final int ENTRY_VALUE = (2 << 3) | LENGTH;
  static final ProtoFields ENTRY =
      ProtoFields.of(new Field(1, LENGTH, "key"), new Field(2, LENGTH, "value"));

  static final int VALUE_STRING = (1 << 3) | LENGTH;
  static final int VALUE_INT = (2 << 3) | VARINT;
  static final int VALUE_BOOL = (3 << 3) | VARINT;
  static final int VALUE_DOUBLE = (4 << 3) | FIXED64;
  static final ProtoFields VALUE =
      ProtoFields.of(
          new Field(1, LENGTH, "string_value"),
          new Field(2, VARINT, "int_value"),
          new Field(3, VARINT, "bool_value"),
          new Field(4, FIXED64, "double_value"));

  static final int TRUNCATABLE_VALUE = (1 << 3) | LENGTH;
  static final ProtoFields TRUNCATABLE =
      ProtoFields.of(new Field(1, LENGTH, "value"), new Field(2, VARINT, "truncated_byte_count"));

  static final int SECONDS = (1 << 3) | VARINT;
  static final int NANOS = (2 << 3) | VARINT;
  static final ProtoFields TIMESTAMP =
      ProtoFields.of(new Field(1, VARINT, "seconds"), new Field(2, VARINT, "nanos"));

  static final int WRAPPED = (1 << 3) | VARINT;
  static final ProtoFields WRAPPER = ProtoFields.of(new Field(1, VARINT, "value"));

  static final int STATUS_CODE = (1 << 3) | VARINT;
  static final int STATUS_MESSAGE = (2 << 3) | LENGTH;
  static final ProtoFields STATUS_FIELDS =
      ProtoFields.of(new Field(1, VARINT, "code"), new Field(2, LENGTH, "message"));

  private Fields() {}
}
