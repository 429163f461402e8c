package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads spans, and in them events, links and the status. */
final class JsonSpanReader {
  private static final int SAMPLED_FLAG = 1;

  private final JsonFields fields;
  private final JsonParser parser;
  private final JsonAttributeReader attributes;
  private final JsonIds ids;
  private final JsonEnums enums;
  private final Attributes.Builder spanAttributes = Attributes.builder();
  private final Attributes.Builder innerAttributes = Attributes.builder();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();

  JsonSpanReader(JsonFields fields, JsonAttributeReader attributes) {
    this.fields = fields;
    this.parser = fields.parser;
    this.attributes = attributes;
    ids = new JsonIds(fields);
    enums = new JsonEnums(fields);
  }

  /** Reads the span whose object begins; null if it was dropped. */
  Span.@Nullable Builder span() throws IOException, DecodeException {
    spanAttributes.clear();
    events.clear();
    links.clear();
    Span.Builder span = Span.builder();
    Status status = Status.UNSET;
    String traceId = "absent";
    boolean traceIdGood = false;
    String spanIdText = "absent";
    long spanId = 0;
    long parentSpanId = 0;
    int droppedAttributes = 0;
    int surplusAttributes = 0;
    int droppedEvents = 0;
    int surplusEvents = 0;
    int droppedLinks = 0;
    int surplusLinks = 0;
    long start = 0;
    long end = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "traceId", "trace_id" -> {
          traceIdGood = ids.traceId();
          span.traceId(ids.high(), ids.low());
          traceId = traceIdGood ? "" : ids.found();
        }
        case "spanId", "span_id" -> {
          spanId = ids.spanId() ? ids.low() : 0;
          spanIdText = spanId != 0 ? "" : ids.found();
        }
        case "parentSpanId", "parent_span_id" -> parentSpanId = ids.parentSpanId();
        case "traceState", "trace_state" -> span.traceState(fields.text());
        case "flags" -> flags(span, fields.unsigned());
        case "name" -> span.name(fields.text());
        case "kind" -> span.kind(enums.kind());
        case "startTimeUnixNano", "start_time_unix_nano" -> start = fields.time();
        case "endTimeUnixNano", "end_time_unix_nano" -> end = fields.time();
        case "attributes" -> surplusAttributes += attributes.read(spanAttributes);
        case "droppedAttributesCount", "dropped_attributes_count" ->
            droppedAttributes = fields.unsigned();
        case "events" -> surplusEvents += events();
        case "droppedEventsCount", "dropped_events_count" -> droppedEvents = fields.unsigned();
        case "links" -> surplusLinks += links();
        case "droppedLinksCount", "dropped_links_count" -> droppedLinks = fields.unsigned();
        case "status" -> status = status(status);
        default -> fields.skip();
      }
    }
    if (!traceIdGood) {
      drop(DropReason.INVALID_TRACE_ID, "traceId is " + traceId + " (expected: 32 hex digits)");
      return null;
    }
    if (spanId == 0) {
      drop(DropReason.INVALID_SPAN_ID, "spanId is " + spanIdText + " (expected: 16 hex digits)");
      return null;
    }
    if (parentSpanId == spanId) {
      fields.findings.mend(MendReason.PARENT_ID);
      parentSpanId = 0;
    }
    return span.spanId(spanId)
        .parentSpanId(parentSpanId)
        .startEpochNanos(start)
        .startAbsent(start == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0)
        .attributes(spanAttributes.build())
        .droppedAttributesCount(Counts.sum(droppedAttributes, surplusAttributes))
        .events(events)
        .droppedEventsCount(Counts.sum(droppedEvents, surplusEvents))
        .links(links)
        .droppedLinksCount(Counts.sum(droppedLinks, surplusLinks))
        .status(status);
  }

  private void drop(DropReason why, String problem) {
    long offset = fields.message.byteOffset();
    fields.findings.drop(why, () -> fields.place + ", byte " + offset + ": " + problem);
  }

  private static void flags(Span.Builder span, int flags) {
    span.flags(flags);
    span.sampled((flags & SAMPLED_FLAG) != 0 ? Sampled.SAMPLED : Sampled.DEFERRED);
  }

  private int events() throws IOException, DecodeException {
    int surplus = 0;
    if (!fields.isList()) {
      return 0;
    }
    while (fields.nextElement()) {
      if (events.size() == fields.limits.maxEvents()) {
        fields.findings.mend(MendReason.LIMIT);
        fields.skip();
        surplus++;
      } else if (fields.isObject()) {
        event();
      }
    }
    return surplus;
  }

  private void event() throws IOException, DecodeException {
    innerAttributes.clear();
    long time = 0;
    String name = "";
    int dropped = 0;
    int surplus = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "timeUnixNano", "time_unix_nano" -> time = fields.time();
        case "name" -> name = attributes.key();
        case "attributes" -> surplus += attributes.read(innerAttributes);
        case "droppedAttributesCount", "dropped_attributes_count" -> dropped = fields.unsigned();
        default -> fields.skip();
      }
    }
    events.add(new Event(time, name, innerAttributes.build(), Counts.sum(dropped, surplus)));
  }

  private int links() throws IOException, DecodeException {
    int surplus = 0;
    if (!fields.isList()) {
      return 0;
    }
    while (fields.nextElement()) {
      if (links.size() == fields.limits.maxLinks()) {
        fields.findings.mend(MendReason.LIMIT);
        fields.skip();
        surplus++;
      } else if (fields.isObject() && !link()) {
        fields.findings.mend(MendReason.FIELD_LEFT_OUT);
        surplus++;
      }
    }
    return surplus;
  }

  private boolean link() throws IOException, DecodeException {
    innerAttributes.clear();
    boolean traceIdGood = false;
    boolean spanIdGood = true;
    long traceIdHigh = 0;
    long traceIdLow = 0;
    long spanId = 0;
    String traceState = "";
    int flags = 0;
    int dropped = 0;
    int surplus = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "traceId", "trace_id" -> {
          traceIdGood = ids.traceId();
          traceIdHigh = ids.high();
          traceIdLow = ids.low();
        }
        case "spanId", "span_id" -> {
          spanIdGood = ids.spanId() || ids.isEmptyText();
          spanId = ids.low();
        }
        case "traceState", "trace_state" -> traceState = fields.text();
        case "flags" -> flags = fields.unsigned();
        case "attributes" -> surplus += attributes.read(innerAttributes);
        case "droppedAttributesCount", "dropped_attributes_count" -> dropped = fields.unsigned();
        default -> fields.skip();
      }
    }
    if (!traceIdGood || !spanIdGood) {
      return false;
    }
    int sum = Counts.sum(dropped, surplus);
    links.add(
        new Link(traceIdHigh, traceIdLow, spanId, traceState, flags, innerAttributes.build(), sum));
    return true;
  }

  private Status status(Status before) throws IOException, DecodeException {
    if (!fields.isObject()) {
      return before;
    }
    Status.Code code = before.code();
    String message = before.message();
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "code" -> code = enums.statusCode();
        case "message" -> message = fields.text();
        default -> fields.skip();
      }
    }
    return code == Status.Code.UNSET && message.isEmpty()
        ? Status.UNSET
        : new Status(code, message);
  }
}
