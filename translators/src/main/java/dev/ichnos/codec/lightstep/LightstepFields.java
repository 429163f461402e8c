package dev.ichnos.codec.lightstep;

import static dev.ichnos.codec.wire.ProtoReader.FIXED64;
import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of lightstep/lightstep-tracer-common collector.proto @ 2019-07. A constant is
 * the field's tag, {@code number << 3 | wire type}.
 */
final class LightstepFields {
  static final int REQUEST_REPORTER = (1 << 3) | LENGTH;
  static final int REQUEST_SPANS = (3 << 3) | LENGTH;
  static final int REQUEST_OFFSET = (5 << 3) | VARINT;
  static final ProtoFields REQUEST =
      ProtoFields.of(
          new Field(1, LENGTH, "reporter"),
          new Field(2, LENGTH, "auth"),
          new Field(3, LENGTH, "spans"),
          new Field(5, VARINT, "timestamp_offset_micros"),
          new Field(6, LENGTH, "internal_metrics"));

  static final int REPORTER_ID = (1 << 3) | VARINT;
  static final int REPORTER_TAGS = (4 << 3) | LENGTH;
  static final ProtoFields REPORTER =
      ProtoFields.of(new Field(1, VARINT, "reporter_id"), new Field(4, LENGTH, "tags"));

  static final int SPAN_CONTEXT = (1 << 3) | LENGTH;
  static final int SPAN_NAME = (2 << 3) | LENGTH;
  static final int SPAN_REFERENCES = (3 << 3) | LENGTH;
  static final int SPAN_START = (4 << 3) | LENGTH;
  static final int SPAN_DURATION = (5 << 3) | VARINT;
  static final int SPAN_TAGS = (6 << 3) | LENGTH;
  static final int SPAN_LOGS = (7 << 3) | LENGTH;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "span_context"),
          new Field(2, LENGTH, "operation_name"),
          new Field(3, LENGTH, "references"),
          new Field(4, LENGTH, "start_timestamp"),
          new Field(5, VARINT, "duration_micros"),
          new Field(6, LENGTH, "tags"),
          new Field(7, LENGTH, "logs"));

  static final int CONTEXT_TRACE_ID = (1 << 3) | VARINT;
  static final int CONTEXT_SPAN_ID = (2 << 3) | VARINT;

  static final int REFERENCE_RELATIONSHIP = (1 << 3) | VARINT;
  static final int REFERENCE_CONTEXT = (2 << 3) | LENGTH;
  static final int FOLLOWS_FROM = 1;

  static final int KEY = (1 << 3) | LENGTH;
  static final int VALUE_STRING = (2 << 3) | LENGTH;
  static final int VALUE_INT = (3 << 3) | VARINT;
  static final int VALUE_DOUBLE = (4 << 3) | FIXED64;
  static final int VALUE_BOOL = (5 << 3) | VARINT;
  static final int VALUE_JSON = (6 << 3) | LENGTH;

  static final int LOG_TIMESTAMP = (1 << 3) | LENGTH;
  static final int LOG_FIELDS = (2 << 3) | LENGTH;

  static final int TIMESTAMP_SECONDS = (1 << 3) | VARINT;
  static final int TIMESTAMP_NANOS = (2 << 3) | VARINT;

  private LightstepFields() {}
}
