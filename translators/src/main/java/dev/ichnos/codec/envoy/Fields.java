package dev.ichnos.codec.envoy;

import static dev.ichnos.codec.wire.ProtoReader.LENGTH;

import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoFields.Field;

/**
 * The field tables of envoyproxy/envoy api/envoy/service/trace/v3/trace_service.proto and
 * config/core/v3/base.proto @ 1.32; v2's have the same numbers. A constant is the field's tag,
 * {@code number << 3 | wire type}.
 */
final class Fields {
  static final int IDENTIFIER = (1 << 3) | LENGTH;
  static final int SPANS = (2 << 3) | LENGTH;
  static final ProtoFields MESSAGE =
      ProtoFields.of(new Field(1, LENGTH, "identifier"), new Field(2, LENGTH, "spans"));

  static final int IDENTIFIER_NODE = (1 << 3) | LENGTH;
  static final ProtoFields IDENTIFIER_FIELDS = ProtoFields.of(new Field(1, LENGTH, "node"));

  static final int NODE_ID = (1 << 3) | LENGTH;
  static final int NODE_CLUSTER = (2 << 3) | LENGTH;
  static final int NODE_LOCALITY = (4 << 3) | LENGTH;
  static final ProtoFields NODE =
      ProtoFields.of(
          new Field(1, LENGTH, "id"),
          new Field(2, LENGTH, "cluster"),
          new Field(3, LENGTH, "metadata"),
          new Field(4, LENGTH, "locality"));

  static final int LOCALITY_REGION = (1 << 3) | LENGTH;
  static final int LOCALITY_ZONE = (2 << 3) | LENGTH;
  static final ProtoFields LOCALITY =
      ProtoFields.of(
          new Field(1, LENGTH, "region"),
          new Field(2, LENGTH, "zone"),
          new Field(3, LENGTH, "sub_zone"));

  private Fields() {}
}
