package dev.ichnos.codec.otlp;

import static dev.ichnos.codec.wire.ProtoReader.FIXED32;
import static dev.ichnos.codec.wire.ProtoReader.FIXED64;
import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of OTLP traces: opentelemetry-proto trace/v1/trace.proto, common/v1/common.proto
 * and resource/v1/resource.proto @ 1.11. A constant is the field's tag, {@code number << 3 | wire
 * type}.
 */
final class OtlpFields {
  static final int REQUEST_RESOURCE_SPANS = (1 << 3) | LENGTH;
  static final ProtoFields REQUEST = ProtoFields.of(new Field(1, LENGTH, "resource_spans"));

  static final int RESOURCE_SPANS_RESOURCE = (1 << 3) | LENGTH;
  static final int RESOURCE_SPANS_SCOPE_SPANS = (2 << 3) | LENGTH;
  static final int RESOURCE_SPANS_SCHEMA_URL = (3 << 3) | LENGTH;

  /** What 0.14 to 0.19 named scope_spans; the fields within have the same numbers. */
  static final int RESOURCE_SPANS_LIBRARY_SPANS = (1000 << 3) | LENGTH;

  static final ProtoFields RESOURCE_SPANS =
      ProtoFields.of(
          new Field(1, LENGTH, "resource"),
          new Field(2, LENGTH, "scope_spans"),
          new Field(3, LENGTH, "schema_url"),
          new Field(1000, LENGTH, "instrumentation_library_spans"));

  static final int RESOURCE_ATTRIBUTES = (1 << 3) | LENGTH;
  static final int RESOURCE_DROPPED_ATTRIBUTES = (2 << 3) | VARINT;
  static final int RESOURCE_ENTITY_REFS = (3 << 3) | LENGTH;
  static final ProtoFields RESOURCE =
      ProtoFields.of(
          new Field(1, LENGTH, "attributes"),
          new Field(2, VARINT, "dropped_attributes_count"),
          new Field(3, LENGTH, "entity_refs"));

  static final int ENTITY_SCHEMA_URL = (1 << 3) | LENGTH;
  static final int ENTITY_TYPE = (2 << 3) | LENGTH;
  static final int ENTITY_ID_KEYS = (3 << 3) | LENGTH;
  static final int ENTITY_DESCRIPTION_KEYS = (4 << 3) | LENGTH;
  static final ProtoFields ENTITY_REF =
      ProtoFields.of(
          new Field(1, LENGTH, "schema_url"),
          new Field(2, LENGTH, "type"),
          new Field(3, LENGTH, "id_keys"),
          new Field(4, LENGTH, "description_keys"));

  static final int SCOPE_SPANS_SCOPE = (1 << 3) | LENGTH;
  static final int SCOPE_SPANS_SPANS = (2 << 3) | LENGTH;
  static final int SCOPE_SPANS_SCHEMA_URL = (3 << 3) | LENGTH;
  static final ProtoFields SCOPE_SPANS =
      ProtoFields.of(
          new Field(1, LENGTH, "scope"),
          new Field(2, LENGTH, "spans"),
          new Field(3, LENGTH, "schema_url"));

  static final int SCOPE_NAME = (1 << 3) | LENGTH;
  static final int SCOPE_VERSION = (2 << 3) | LENGTH;
  static final int SCOPE_ATTRIBUTES = (3 << 3) | LENGTH;
  static final int SCOPE_DROPPED_ATTRIBUTES = (4 << 3) | VARINT;
  static final ProtoFields SCOPE =
      ProtoFields.of(
          new Field(1, LENGTH, "name"),
          new Field(2, LENGTH, "version"),
          new Field(3, LENGTH, "attributes"),
          new Field(4, VARINT, "dropped_attributes_count"));

  static final int SPAN_TRACE_ID = (1 << 3) | LENGTH;
  static final int SPAN_SPAN_ID = (2 << 3) | LENGTH;
  static final int SPAN_TRACE_STATE = (3 << 3) | LENGTH;
  static final int SPAN_PARENT_SPAN_ID = (4 << 3) | LENGTH;
  static final int SPAN_NAME = (5 << 3) | LENGTH;
  static final int SPAN_KIND = (6 << 3) | VARINT;
  static final int SPAN_START = (7 << 3) | FIXED64;
  static final int SPAN_END = (8 << 3) | FIXED64;
  static final int SPAN_ATTRIBUTES = (9 << 3) | LENGTH;
  static final int SPAN_DROPPED_ATTRIBUTES = (10 << 3) | VARINT;
  static final int SPAN_EVENTS = (11 << 3) | LENGTH;
  static final int SPAN_DROPPED_EVENTS = (12 << 3) | VARINT;
  static final int SPAN_LINKS = (13 << 3) | LENGTH;
  static final int SPAN_DROPPED_LINKS = (14 << 3) | VARINT;
  static final int SPAN_STATUS = (15 << 3) | LENGTH;
  static final int SPAN_FLAGS = (16 << 3) | FIXED32;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, LENGTH, "trace_state"),
          new Field(4, LENGTH, "parent_span_id"),
          new Field(5, LENGTH, "name"),
          new Field(6, VARINT, "kind"),
          new Field(7, FIXED64, "start_time_unix_nano"),
          new Field(8, FIXED64, "end_time_unix_nano"),
          new Field(9, LENGTH, "attributes"),
          new Field(10, VARINT, "dropped_attributes_count"),
          new Field(11, LENGTH, "events"),
          new Field(12, VARINT, "dropped_events_count"),
          new Field(13, LENGTH, "links"),
          new Field(14, VARINT, "dropped_links_count"),
          new Field(15, LENGTH, "status"),
          new Field(16, FIXED32, "flags"));

  static final int EVENT_TIME = (1 << 3) | FIXED64;
  static final int EVENT_NAME = (2 << 3) | LENGTH;
  static final int EVENT_ATTRIBUTES = (3 << 3) | LENGTH;
  static final int EVENT_DROPPED_ATTRIBUTES = (4 << 3) | VARINT;
  static final ProtoFields EVENT =
      ProtoFields.of(
          new Field(1, FIXED64, "time_unix_nano"),
          new Field(2, LENGTH, "name"),
          new Field(3, LENGTH, "attributes"),
          new Field(4, VARINT, "dropped_attributes_count"));

  static final int LINK_TRACE_ID = (1 << 3) | LENGTH;
  static final int LINK_SPAN_ID = (2 << 3) | LENGTH;
  static final int LINK_TRACE_STATE = (3 << 3) | LENGTH;
  static final int LINK_ATTRIBUTES = (4 << 3) | LENGTH;
  static final int LINK_DROPPED_ATTRIBUTES = (5 << 3) | VARINT;
  static final int LINK_FLAGS = (6 << 3) | FIXED32;
  static final ProtoFields LINK =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, LENGTH, "trace_state"),
          new Field(4, LENGTH, "attributes"),
          new Field(5, VARINT, "dropped_attributes_count"),
          new Field(6, FIXED32, "flags"));

  static final int STATUS_MESSAGE = (2 << 3) | LENGTH;
  static final int STATUS_CODE = (3 << 3) | VARINT;
  static final ProtoFields STATUS =
      ProtoFields.of(new Field(2, LENGTH, "message"), new Field(3, VARINT, "code"));

  static final int KEY_VALUE_KEY = (1 << 3) | LENGTH;
  static final int KEY_VALUE_VALUE = (2 << 3) | LENGTH;
  static final ProtoFields KEY_VALUE =
      ProtoFields.of(new Field(1, LENGTH, "key"), new Field(2, LENGTH, "value"));

  static final int VALUE_STRING = (1 << 3) | LENGTH;
  static final int VALUE_BOOL = (2 << 3) | VARINT;
  static final int VALUE_INT = (3 << 3) | VARINT;
  static final int VALUE_DOUBLE = (4 << 3) | FIXED64;
  static final int VALUE_ARRAY = (5 << 3) | LENGTH;
  static final int VALUE_KVLIST = (6 << 3) | LENGTH;
  static final int VALUE_BYTES = (7 << 3) | LENGTH;
  static final ProtoFields ANY_VALUE =
      ProtoFields.of(
          new Field(1, LENGTH, "string_value"),
          new Field(2, VARINT, "bool_value"),
          new Field(3, VARINT, "int_value"),
          new Field(4, FIXED64, "double_value"),
          new Field(5, LENGTH, "array_value"),
          new Field(6, LENGTH, "kvlist_value"),
          new Field(7, LENGTH, "bytes_value"));

  /** The elements of an ArrayValue, and the pairs of a KeyValueList. */
  static final int VALUES = (1 << 3) | LENGTH;

  static final ProtoFields LIST = ProtoFields.of(new Field(1, LENGTH, "values"));

  private OtlpFields() {}
}
