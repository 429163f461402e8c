package dev.ichnos.codec.jaeger;

import static dev.ichnos.codec.wire.ProtoReader.FIXED64;
import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of jaegertracing/jaeger-idl proto/api_v2/{collector,model}.proto @ 0.6, package
 * {@code jaeger.api_v2}. A constant is the field's tag, {@code number << 3 | wire type}.
 */
final class JaegerFields {
  static final int BATCH = (1 << 3) | LENGTH;
  static final ProtoFields REQUEST = ProtoFields.of(new Field(1, LENGTH, "batch"));

  static final int BATCH_SPANS = (1 << 3) | LENGTH;
  static final int BATCH_PROCESS = (2 << 3) | LENGTH;
  static final ProtoFields BATCH_FIELDS =
      ProtoFields.of(new Field(1, LENGTH, "spans"), new Field(2, LENGTH, "process"));

  static final int PROCESS_SERVICE_NAME = (1 << 3) | LENGTH;
  static final int PROCESS_TAGS = (2 << 3) | LENGTH;
  static final ProtoFields PROCESS =
      ProtoFields.of(new Field(1, LENGTH, "service_name"), new Field(2, LENGTH, "tags"));

  static final int TRACE_ID = (1 << 3) | LENGTH;
  static final int SPAN_ID = (2 << 3) | LENGTH;
  static final int OPERATION_NAME = (3 << 3) | LENGTH;
  static final int REFERENCES = (4 << 3) | LENGTH;
  static final int FLAGS = (5 << 3) | VARINT;
  static final int START_TIME = (6 << 3) | LENGTH;
  static final int DURATION = (7 << 3) | LENGTH;
  static final int TAGS = (8 << 3) | LENGTH;
  static final int LOGS = (9 << 3) | LENGTH;
  static final int SPAN_PROCESS = (10 << 3) | LENGTH;
  static final int WARNINGS = (12 << 3) | LENGTH;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, LENGTH, "operation_name"),
          new Field(4, LENGTH, "references"),
          new Field(5, VARINT, "flags"),
          new Field(6, LENGTH, "start_time"),
          new Field(7, LENGTH, "duration"),
          new Field(8, LENGTH, "tags"),
          new Field(9, LENGTH, "logs"),
          new Field(10, LENGTH, "process"),
          new Field(12, LENGTH, "warnings"));

  static final int REF_TRACE_ID = (1 << 3) | LENGTH;
  static final int REF_SPAN_ID = (2 << 3) | LENGTH;
  static final int REF_TYPE = (3 << 3) | VARINT;
  static final ProtoFields REFERENCE =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, VARINT, "ref_type"));

  static final int SECONDS = (1 << 3) | VARINT;
  static final int NANOS = (2 << 3) | VARINT;
  static final ProtoFields TIME =
      ProtoFields.of(new Field(1, VARINT, "seconds"), new Field(2, VARINT, "nanos"));

  static final int LOG_TIMESTAMP = (1 << 3) | LENGTH;
  static final int LOG_FIELDS = (2 << 3) | LENGTH;
  static final ProtoFields LOG =
      ProtoFields.of(new Field(1, LENGTH, "timestamp"), new Field(2, LENGTH, "fields"));

  static final int KEY = (1 << 3) | LENGTH;
  static final int V_TYPE = (2 << 3) | VARINT;
  static final int V_STR = (3 << 3) | LENGTH;
  static final int V_BOOL = (4 << 3) | VARINT;
  static final int V_INT64 = (5 << 3) | VARINT;
  static final int V_FLOAT64 = (6 << 3) | FIXED64;
  static final int V_BINARY = (7 << 3) | LENGTH;
  static final ProtoFields KEY_VALUE =
      ProtoFields.of(
          new Field(1, LENGTH, "key"),
          new Field(2, VARINT, "v_type"),
          new Field(3, LENGTH, "v_str"),
          new Field(4, VARINT, "v_bool"),
          new Field(5, VARINT, "v_int64"),
          new Field(6, FIXED64, "v_float64"),
          new Field(7, LENGTH, "v_binary"));

  private static final TagDraft.Type[] TYPES = {
    TagDraft.Type.STRING,
    TagDraft.Type.BOOL,
    TagDraft.Type.LONG,
    TagDraft.Type.DOUBLE,
    TagDraft.Type.BINARY
  };

  private JaegerFields() {}

  /** The enumeration ValueType. */
  static TagDraft.Type type(long number) {
    return number >= 0 && number < TYPES.length ? TYPES[(int) number] : TagDraft.Type.UNKNOWN;
  }
}
