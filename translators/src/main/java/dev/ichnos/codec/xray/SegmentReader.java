package dev.ichnos.codec.xray;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.XRayKeys;
import java.io.IOException;

/** Reads a segment document, subsegments within subsegments included, and hands out its spans. */
final class SegmentReader {
  private static final int HALF = 16;

  private final XRayJson json;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private final SegmentBlocks blocks;
  private int segments;

  SegmentReader(XRayJson json, DecodeLimits limits) {
    this.json = json;
    this.parser = json.parser();
    this.limits = limits;
    this.blocks = new SegmentBlocks(json);
  }

  void readMessage(SpanSink out) throws IOException, DecodeException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw json.malformed("nothing behind the header (expected: a segment, {\"trace_id\":...})");
    }
    if (first != JsonToken.START_OBJECT) {
      throw json.malformed("no object (expected: a segment, {\"trace_id\":...})");
    }
    SegmentDraft segment = new SegmentDraft(limits, false);
    read(segment, 1);
    if (parser.nextToken() != null) {
      throw json.malformed("more than one value (expected: one segment in a datagram)");
    }
    Resource resource = segment.resource();
    segment.finish(resource, 0, out);
  }

  private void read(SegmentDraft segment, int depth) throws IOException, DecodeException {
    if (depth > limits.maxDepth()) {
      throw json.tooDeep();
    }
    if (++segments > limits.maxSpans()) {
      throw json.malformed(
          "one segment more than the " + limits.maxSpans() + " of the limit (expected: fewer)");
    }
    long offset = json.offset();
    var outer = json.countAt(segment.mends);
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      field(segment, name, depth);
    }
    json.countAt(outer);
    requireIds(segment, offset, depth == 1);
  }

  private static void requireIds(SegmentDraft segment, long offset, boolean outermost) {
    String place = "segment at byte " + offset + ": ";
    boolean noTraceId = (segment.traceIdHigh | segment.traceIdLow) == 0;
    if (noTraceId && (outermost || segment.statesTraceId)) {
      segment.drop(
          DropReason.INVALID_TRACE_ID,
          place + "trace_id is absent or zero (expected: " + XRayIds.TRACE_ID + ")");
    } else if (segment.id == 0) {
      segment.drop(
          DropReason.INVALID_SPAN_ID,
          place + "id is absent or zero (expected: " + XRayIds.SEGMENT_ID + ")");
    }
  }

  private void field(SegmentDraft segment, String name, int depth)
      throws IOException, DecodeException {
    switch (name) {
      case "name" -> segment.name = json.text();
      case "id" -> segment.id = id(segment, DropReason.INVALID_SPAN_ID, "id");
      case "trace_id" -> traceId(segment);
      case "parent_id" -> parentId(segment);
      case "start_time" -> segment.startNanos = time(segment, name);
      case "end_time" -> segment.endNanos = time(segment, name);
      case "type" -> segment.saysSubsegment = json.text().equalsIgnoreCase("subsegment");
      case "in_progress" -> truth(segment, XRayKeys.IN_PROGRESS);
      case "error" -> failure(segment, XRayKeys.ERROR);
      case "fault" -> failure(segment, XRayKeys.FAULT);
      case "throttle" -> failure(segment, XRayKeys.THROTTLE);
      case "traced" -> json.putFlag(segment.attributes, XRayKeys.TRACED);
      case "namespace" -> {
        segment.namespace = json.text();
        segment.attributes.put(XRayKeys.NAMESPACE, segment.namespace, json);
      }
      case "user" -> json.putText(segment.attributes, XRayKeys.USER);
      case "precursor_ids" -> json.put(segment.attributes, XRayKeys.PRECURSOR_IDS);
      case "origin" -> json.putText(segment.resource, XRayKeys.ORIGIN);
      case "resource_arn" -> json.putText(segment.resource, XRayKeys.RESOURCE_ARN);
      case "http" -> blocks.http(segment);
      case "aws" -> blocks.aws(segment);
      case "sql" -> blocks.sql(segment);
      case "service" -> blocks.service(segment);
      case "annotations" -> annotations(segment);
      case "metadata" -> metadata(segment);
      case "cause" -> new CauseReader(json).read(segment);
      case "links" -> links(segment);
      case "subsegments" -> subsegments(segment, depth);
      default -> json.skip();
    }
  }

  private void subsegments(SegmentDraft segment, int depth) throws IOException, DecodeException {
    if (!json.isList()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (json.isObject()) {
        SegmentDraft inner = new SegmentDraft(limits, true);
        read(inner, depth + 1);
        segment.subsegments.add(inner);
      }
    }
  }

  private void traceId(SegmentDraft segment) throws IOException, DecodeException {
    long offset = json.offset();
    String text = json.text();
    char[] digits = XRayIds.traceIdDigits(text);
    segment.statesTraceId = true;
    if (digits.length == 0) {
      segment.drop(DropReason.INVALID_TRACE_ID, badId("trace_id", offset, text, XRayIds.TRACE_ID));
      return;
    }
    if (text.indexOf('-') < 0) {
      json.mended(MendReason.VALUE_TYPE);
    }
    segment.traceIdHigh = HexIds.parse(digits, 0, HALF);
    segment.traceIdLow = HexIds.parse(digits, HALF, HALF);
  }

  private long id(SegmentDraft segment, DropReason why, String field)
      throws IOException, DecodeException {
    long offset = json.offset();
    String text = json.text();
    if (XRayIds.isSegmentId(text)) {
      return XRayIds.segmentId(text);
    }
    segment.drop(why, badId(field, offset, text, XRayIds.SEGMENT_ID));
    return 0;
  }

  /** Envoy before 1.14 wrote an empty one for a root. */
  private void parentId(SegmentDraft segment) throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0) {
      return;
    }
    segment.parentId = id(segment, DropReason.MALFORMED_SPAN, "parent_id");
    if (segment.parentId == 0 && !segment.isDropped()) {
      json.mended(MendReason.PARENT_ID);
    }
  }

  private static String badId(String field, long offset, String text, String expected) {
    return field
        + " at byte "
        + offset
        + ": "
        + BadValueException.quote(text)
        + " (expected: "
        + expected
        + ")";
  }

  private long time(SegmentDraft segment, String field) throws IOException, DecodeException {
    long offset = json.offset();
    boolean plain = parser.currentToken().isNumeric();
    if (!plain && parser.currentToken() != JsonToken.VALUE_STRING) {
      segment.drop(
          DropReason.MALFORMED_SPAN,
          field + " at byte " + offset + ": no number (expected: seconds since 1970)");
      json.skip();
      return SegmentDraft.ABSENT;
    }
    try {
      long nanos = XRayTimes.nanos(parser.getText().strip());
      if (!plain) {
        json.mended(MendReason.NUMBER_SHAPE);
      }
      if (nanos != XRayTimes.OUT_OF_RANGE) {
        return nanos;
      }
      json.mended(MendReason.TIME);
    } catch (BadValueException e) {
      segment.drop(DropReason.MALFORMED_SPAN, field + " at byte " + offset + ": " + e.getMessage());
    }
    return SegmentDraft.ABSENT;
  }

  /** Says it on the span only where it is so. */
  private boolean truth(SegmentDraft segment, String key) throws IOException, DecodeException {
    boolean so = json.flag();
    if (so) {
      segment.attributes.put(key, true, json);
    }
    return so;
  }

  private void failure(SegmentDraft segment, String key) throws IOException, DecodeException {
    segment.failed |= truth(segment, key);
  }

  private void annotations(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      if (name.equals(XRayKeys.DIRECTION) && parser.currentToken() == JsonToken.VALUE_STRING) {
        segment.direction = parser.getText();
      }
      json.putScalar(segment.annotations, name);
    }
  }

  /** By namespace: values of any shape. */
  private void metadata(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      json.put(segment.attributes, XRayKeys.METADATA_PREFIX + name);
    }
  }

  private void links(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isList()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (json.isObject()) {
        link(segment);
      }
    }
  }

  private void link(SegmentDraft segment) throws IOException, DecodeException {
    char[] traceId = {};
    String id = "";
    AttributesDraft attributes = new AttributesDraft(limits);
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      switch (name) {
        case "trace_id" -> traceId = XRayIds.traceIdDigits(json.text());
        case "id" -> id = json.text();
        case "attributes" -> {
          if (json.isObject()) {
            for (String key = json.nextField(); key != null; key = json.nextField()) {
              json.put(attributes, key);
            }
          }
        }
        default -> json.skip();
      }
    }
    if (traceId.length == 0 || !XRayIds.isSegmentId(id)) {
      json.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    Attributes built = attributes.build();
    segment.link(
        new Link(
            HexIds.parse(traceId, 0, HALF),
            HexIds.parse(traceId, HALF, HALF),
            XRayIds.segmentId(id),
            "",
            0,
            built,
            attributes.dropped()));
  }
}
