package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.wire.ProtoReader.FIXED64;
import static dev.ichnos.codec.wire.ProtoReader.LENGTH;
import static dev.ichnos.codec.wire.ProtoReader.VARINT;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;
import dev.ichnos.model.SpanKind;

/**
 * The field tables of openzipkin/zipkin-api zipkin.proto @ 1.0.0, package {@code zipkin.proto3}. A
 * constant is the field's tag, {@code number << 3 | wire type}.
 */
final class ProtoSpanFields {
  static final int SPANS = (1 << 3) | LENGTH;
  static final ProtoFields LIST_OF_SPANS = ProtoFields.of(new Field(1, LENGTH, "spans"));

  static final int TRACE_ID = (1 << 3) | LENGTH;
  static final int PARENT_ID = (2 << 3) | LENGTH;
  static final int ID = (3 << 3) | LENGTH;
  static final int KIND = (4 << 3) | VARINT;
  static final int NAME = (5 << 3) | LENGTH;
  static final int TIMESTAMP = (6 << 3) | FIXED64;
  static final int DURATION = (7 << 3) | VARINT;
  static final int LOCAL_ENDPOINT = (8 << 3) | LENGTH;
  static final int REMOTE_ENDPOINT = (9 << 3) | LENGTH;
  static final int ANNOTATIONS = (10 << 3) | LENGTH;
  static final int TAGS = (11 << 3) | LENGTH;
  static final int DEBUG = (12 << 3) | VARINT;
  static final int SHARED = (13 << 3) | VARINT;
  static final ProtoFields SPAN =
      ProtoFields.of(
          new Field(1, LENGTH, "trace_id"),
          new Field(2, LENGTH, "parent_id"),
          new Field(3, LENGTH, "id"),
          new Field(4, VARINT, "kind"),
          new Field(5, LENGTH, "name"),
          new Field(6, FIXED64, "timestamp"),
          new Field(7, VARINT, "duration"),
          new Field(8, LENGTH, "local_endpoint"),
          new Field(9, LENGTH, "remote_endpoint"),
          new Field(10, LENGTH, "annotations"),
          new Field(11, LENGTH, "tags"),
          new Field(12, VARINT, "debug"),
          new Field(13, VARINT, "shared"));

  static final int SERVICE_NAME = (1 << 3) | LENGTH;
  static final int IPV4 = (2 << 3) | LENGTH;
  static final int IPV6 = (3 << 3) | LENGTH;
  static final int PORT = (4 << 3) | VARINT;
  static final ProtoFields ENDPOINT =
      ProtoFields.of(
          new Field(1, LENGTH, "service_name"),
          new Field(2, LENGTH, "ipv4"),
          new Field(3, LENGTH, "ipv6"),
          new Field(4, VARINT, "port"));

  static final int ANNOTATION_TIMESTAMP = (1 << 3) | FIXED64;
  static final int ANNOTATION_VALUE = (2 << 3) | LENGTH;
  static final ProtoFields ANNOTATION =
      ProtoFields.of(new Field(1, FIXED64, "timestamp"), new Field(2, LENGTH, "value"));

  static final int TAG_KEY = (1 << 3) | LENGTH;
  static final int TAG_VALUE = (2 << 3) | LENGTH;
  static final ProtoFields TAG =
      ProtoFields.of(new Field(1, LENGTH, "key"), new Field(2, LENGTH, "value"));

  private static final SpanKind[] KINDS = {
    SpanKind.UNSPECIFIED, SpanKind.CLIENT, SpanKind.SERVER, SpanKind.PRODUCER, SpanKind.CONSUMER
  };

  private ProtoSpanFields() {}

  /** Whether the enumeration Kind has this number. */
  static boolean isKind(long number) {
    return number >= 0 && number < KINDS.length;
  }

  /** The kind of a number that {@link #isKind}. */
  static SpanKind kind(long number) {
    return KINDS[(int) number];
  }

  /** The number of a kind that Zipkin knows; 0 for none. */
  static int number(SpanKind kind) {
    return switch (kind) {
      case CLIENT -> 1;
      case SERVER -> 2;
      case PRODUCER -> 3;
      case CONSUMER -> 4;
      case UNSPECIFIED, INTERNAL -> 0;
    };
  }
}
