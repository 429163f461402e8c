package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads spans, and in them events, links and the status. */
final class JsonSpanReader {
  private static final int SAMPLED_FLAG = 1;
  private static final int LONG_DIGITS = 16;
  private static final String KIND_PREFIX = "SPAN_KIND_";
  private static final String CODE_PREFIX = "STATUS_CODE_";

  private final JsonFields fields;
  private final JsonParser parser;
  private final JsonAttributeReader attributes;
  private final Attributes.Builder spanAttributes = Attributes.builder();
  private final Attributes.Builder innerAttributes = Attributes.builder();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();

  /** The id that was read last. */
  private long high;

  private long low;

  JsonSpanReader(JsonFields fields, JsonAttributeReader attributes) {
    this.fields = fields;
    this.parser = fields.parser;
    this.attributes = attributes;
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
          traceIdGood = traceId();
          span.traceId(high, low);
          traceId = traceIdGood ? "" : found();
        }
        case "spanId", "span_id" -> {
          spanId = spanId() ? low : 0;
          spanIdText = spanId != 0 ? "" : found();
        }
        case "parentSpanId", "parent_span_id" -> parentSpanId = parentSpanId();
        case "traceState", "trace_state" -> span.traceState(fields.text());
        case "flags" -> flags(span, fields.unsigned());
        case "name" -> span.name(fields.text());
        case "kind" -> span.kind(SpanKind.ofNumber(enumNumber(KIND_PREFIX)));
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

  private String found() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? BadValueException.quote(parser.getText())
        : "no text";
  }

  private boolean traceId() throws IOException, DecodeException {
    high = 0;
    low = 0;
    if (!id(2)) {
      return false;
    }
    if (parser.getTextLength() == LONG_DIGITS) {
      fields.findings.mend(MendReason.SHORT_ID);
    }
    return (high | low) != 0;
  }

  private boolean spanId() throws IOException, DecodeException {
    high = 0;
    low = 0;
    return id(1);
  }

  private long parentSpanId() throws IOException, DecodeException {
    if (spanId()) {
      return low;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() > 0) {
      fields.findings.mend(MendReason.PARENT_ID);
    }
    return 0;
  }

  /** Reads an id of at most {@code longs} times 16 hex digits; false if it is none. */
  private boolean id(int longs) throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      fields.skip();
      return false;
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    boolean whole = length == LONG_DIGITS || length == longs * LONG_DIGITS;
    if (!whole || !HexIds.areDigits(chars, from, length)) {
      return base64(longs);
    }
    int upper = length - LONG_DIGITS;
    high = HexIds.parse(chars, from, upper);
    low = HexIds.parse(chars, from + upper, LONG_DIGITS);
    return true;
  }

  /** Protobuf's own JSON says ids in base64, and so do senders that use it; no hex looks so. */
  private boolean base64(int longs) throws IOException {
    int bytes = longs * Long.BYTES;
    if (parser.getTextLength() != (bytes + 2) / 3 * 4) {
      return false;
    }
    byte[] id;
    try {
      id = Base64.getDecoder().decode(parser.getText());
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (id.length != bytes) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    high = longs == 2 ? buffer.getLong() : 0;
    low = buffer.getLong();
    fields.findings.mend(MendReason.VALUE_TYPE);
    return true;
  }

  private static void flags(Span.Builder span, int flags) {
    span.flags(flags);
    span.sampled((flags & SAMPLED_FLAG) != 0 ? Sampled.SAMPLED : Sampled.DEFERRED);
  }

  /** An enum's number, given as such or by name; 0 when it is not known. */
  private int enumNumber(String prefix) throws IOException, DecodeException {
    boolean kind = prefix.equals(KIND_PREFIX);
    try {
      long number = fields.number();
      if (number == (kind ? kindNumber(number) : codeNumber(number))) {
        return (int) number;
      }
    } catch (BadValueException e) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        fields.findings.mend(MendReason.VALUE_TYPE);
        return enumByName(parser.getText(), prefix);
      }
      fields.skip();
    }
    fields.findings.mend(MendReason.VALUE_TYPE);
    return 0;
  }

  private static int kindNumber(long number) {
    return SpanKind.ofNumber((int) number).number();
  }

  private static int codeNumber(long number) {
    return Status.Code.ofNumber((int) number).number();
  }

  private static int enumByName(String name, String prefix) {
    if (!name.startsWith(prefix)) {
      return 0;
    }
    String known = name.substring(prefix.length());
    if (prefix.equals(KIND_PREFIX)) {
      for (SpanKind kind : SpanKind.values()) {
        if (kind.name().equals(known)) {
          return kind.number();
        }
      }
    } else {
      for (Status.Code code : Status.Code.values()) {
        if (code.name().equals(known)) {
          return code.number();
        }
      }
    }
    return 0;
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
          traceIdGood = traceId();
          traceIdHigh = high;
          traceIdLow = low;
        }
        case "spanId", "span_id" -> {
          spanIdGood = spanId() || isEmptyText();
          spanId = low;
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

  private boolean isEmptyText() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0;
  }

  private Status status(Status before) throws IOException, DecodeException {
    if (!fields.isObject()) {
      return before;
    }
    Status.Code code = before.code();
    String message = before.message();
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "code" -> code = Status.Code.ofNumber(enumNumber(CODE_PREFIX));
        case "message" -> message = fields.text();
        default -> fields.skip();
      }
    }
    return code == Status.Code.UNSET && message.isEmpty()
        ? Status.UNSET
        : new Status(code, message);
  }
}
