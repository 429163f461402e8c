package dev.ichnos.codec.opencensus;

import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/** The field tables of what a span may hold many of: {@link Fields}, continued. */
final class InnerFields {
  static final int TIME_EVENT = (1 << 3) | LENGTH;
  static final int DROPPED_ANNOTATIONS = (2 << 3) | VARINT;
  static final int DROPPED_MESSAGE_EVENTS = (3 << 3) | VARINT;
  static final ProtoFields TIME_EVENTS =
      ProtoFields.of(
          new Field(1, LENGTH, "time_event"),
          new Field(2, VARINT, "dropped_annotations_count"),
          new Field(3, VARINT, "dropped_message_events_count"));

  static final int EVENT_TIME = (1 << 3) | LENGTH;
  static final int EVENT_ANNOTATION = (2 << 3) | LENGTH;
  static final int EVENT_MESSAGE = (3 << 3) | LENGTH;
  static final ProtoFields EVENT =
      ProtoFields.of(
          new Field(1, LENGTH, "time"),
          new Field(2, LENGTH, "annotation"),
          new Field(3, LENGTH, "message_event"));

  static final int ANNOTATION_DESCRIPTION = (1 << 3) | LENGTH;
  static final int ANNOTATION_ATTRIBUTES = (2 << 3) | LENGTH;
  static final ProtoFields ANNOTATION =
      ProtoFields.of(new Field(1, LENGTH, "description"), new Field(2, LENGTH, "attributes"));

  static final int MESSAGE_TYPE = (1 << 3) | VARINT;
  static final int MESSAGE_ID = (2 << 3) | VARINT;
  static final int MESSAGE_UNCOMPRESSED = (3 << 3) | VARINT;
  static final int MESSAGE_COMPRESSED = (4 << 3) | VARINT;
  static final ProtoFields MESSAGE =
      ProtoFields.of(
          new Field(1, VARINT, "type"),
          new Field(2, VARINT, "id"),
          new Field(3, VARINT, "uncompressed_size"),
          new Field(4, VARINT, "compressed_size"));

  static final int LINK = (1 << 3) | LENGTH;
  static final int DROPPED_LINKS = (2 << 3) | VARINT;
  static final ProtoFields LINKS =
      ProtoFields.of(new Field(1, LENGTH, "link"), new Field(2, VARINT, "dropped_links_count"));

  static final int LINK_TRACE_ID = (1 << 3) | LENGTH;
  static final int LINK_SPAN_ID = (2 << 3) | LENGTH;
  static final int LINK_TYPE = (3 << 3) | VARINT;
  static final int LINK_ATTRIBUTES = (4 << 3) | LENGTH;
  static final int LINK_TRACESTATE = (5 << 3) | LENGTH;
  static final ProtoFields LINK_FIELDS =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "span_id"),
          new Field(3, VARINT, "type"),
          new Field(4, LENGTH, "attributes"),
          new Field(5, LENGTH, "tracestate"));

  static final int TRACESTATE_ENTRIES = (1 << 3) | LENGTH;
  static final ProtoFields TRACESTATE = ProtoFields.of(new Field(1, LENGTH, "entries"));

  static final int STACK_FRAMES = (1 << 3) | LENGTH;
  static final ProtoFields STACK_TRACE =
      ProtoFields.of(
          new Field(1, LENGTH, "stack_frames"), new Field(2, VARINT, "stack_trace_hash_id"));

  static final int FRAME = (1 << 3) | LENGTH;
  static final int DROPPED_FRAMES = (2 << 3) | VARINT;
  static final ProtoFields FRAMES =
      ProtoFields.of(new Field(1, LENGTH, "frame"), new Field(2, VARINT, "dropped_frames_count"));

  static final int FRAME_FUNCTION = (1 << 3) | LENGTH;
  static final int FRAME_FILE = (3 << 3) | LENGTH;
  static final int FRAME_LINE = (4 << 3) | VARINT;
  static final int FRAME_COLUMN = (5 << 3) | VARINT;
  static final ProtoFields FRAME_FIELDS =
      ProtoFields.of(
          new Field(1, LENGTH, "function_name"),
          new Field(2, LENGTH, "original_function_name"),
          new Field(3, LENGTH, "file_name"),
          new Field(4, VARINT, "line_number"),
          new Field(5, VARINT, "column_number"),
          new Field(6, LENGTH, "load_module"),
          new Field(7, LENGTH, "source_version"));

  private InnerFields() {}
}
