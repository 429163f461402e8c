package dev.ichnos.codec.cloudtrace;

import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/** Tags of the fields that are written or read: number times eight plus wire type. */
final class CloudTraceFields {
  static final int REQUEST_NAME = 1 << 3 | 2;
  static final int REQUEST_SPANS = 2 << 3 | 2;

  static final int SPAN_NAME = 1 << 3 | 2;
  static final int SPAN_ID = 2 << 3 | 2;
  static final int SPAN_PARENT_ID = 3 << 3 | 2;
  static final int SPAN_DISPLAY_NAME = 4 << 3 | 2;
  static final int SPAN_START = 5 << 3 | 2;
  static final int SPAN_END = 6 << 3 | 2;
  static final int SPAN_ATTRIBUTES = 7 << 3 | 2;
  static final int SPAN_STACK_TRACE = 8 << 3 | 2;
  static final int SPAN_TIME_EVENTS = 9 << 3 | 2;
  static final int SPAN_LINKS = 10 << 3 | 2;
  static final int SPAN_STATUS = 11 << 3 | 2;
  static final int SPAN_SAME_PROCESS = 12 << 3 | 2;
  static final int SPAN_KIND = 14 << 3;

  /** The fields of a span, to name the place of a problem. */
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "name"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, LENGTH, "parent_span_id"),
          new Field(4, LENGTH, "display_name"),
          new Field(5, LENGTH, "start_time"),
          new Field(6, LENGTH, "end_time"),
          new Field(7, LENGTH, "attributes"),
          new Field(8, LENGTH, "stack_trace"),
          new Field(9, LENGTH, "time_events"),
          new Field(10, LENGTH, "links"),
          new Field(11, LENGTH, "status"),
          new Field(12, LENGTH, "same_process_as_parent_span"),
          new Field(13, LENGTH, "child_span_count"),
          new Field(14, VARINT, "span_kind"));

  /** The fields of a request. */
  static final ProtoFields REQUEST =
      ProtoFields.of(new Field(1, LENGTH, "name"), new Field(2, LENGTH, "spans"));

  static final int TIMESTAMP_SECONDS = 1 << 3;
  static final int TIMESTAMP_NANOS = 2 << 3;

  static final int TEXT_VALUE = 1 << 3 | 2;
  static final int TEXT_TRUNCATED_BYTES = 2 << 3;

  static final int ATTRIBUTES_MAP = 1 << 3 | 2;
  static final int ATTRIBUTES_DROPPED = 2 << 3;
  static final int ENTRY_KEY = 1 << 3 | 2;
  static final int ENTRY_VALUE = 2 << 3 | 2;
  static final int VALUE_STRING = 1 << 3 | 2;
  static final int VALUE_INT = 2 << 3;
  static final int VALUE_BOOL = 3 << 3;

  static final int STACK_FRAMES = 1 << 3 | 2;
  static final int FRAMES_FRAME = 1 << 3 | 2;
  static final int FRAMES_DROPPED = 2 << 3;
  static final int FRAME_FUNCTION = 1 << 3 | 2;
  static final int FRAME_FILE = 3 << 3 | 2;
  static final int FRAME_LINE = 4 << 3;
  static final int FRAME_COLUMN = 5 << 3;

  static final int TIME_EVENTS_EVENT = 1 << 3 | 2;
  static final int TIME_EVENTS_DROPPED_ANNOTATIONS = 2 << 3;
  static final int TIME_EVENTS_DROPPED_MESSAGES = 3 << 3;
  static final int EVENT_TIME = 1 << 3 | 2;
  static final int EVENT_ANNOTATION = 2 << 3 | 2;
  static final int EVENT_MESSAGE = 3 << 3 | 2;
  static final int ANNOTATION_DESCRIPTION = 1 << 3 | 2;
  static final int ANNOTATION_ATTRIBUTES = 2 << 3 | 2;
  static final int MESSAGE_TYPE = 1 << 3;
  static final int MESSAGE_ID = 2 << 3;
  static final int MESSAGE_UNCOMPRESSED = 3 << 3;
  static final int MESSAGE_COMPRESSED = 4 << 3;

  static final int LINKS_LINK = 1 << 3 | 2;
  static final int LINKS_DROPPED = 2 << 3;
  static final int LINK_TRACE_ID = 1 << 3 | 2;
  static final int LINK_SPAN_ID = 2 << 3 | 2;
  static final int LINK_TYPE = 3 << 3;
  static final int LINK_ATTRIBUTES = 4 << 3 | 2;

  static final int STATUS_CODE = 1 << 3;
  static final int STATUS_MESSAGE = 2 << 3 | 2;

  static final int BOOL_VALUE = 1 << 3;

  private CloudTraceFields() {}
}
