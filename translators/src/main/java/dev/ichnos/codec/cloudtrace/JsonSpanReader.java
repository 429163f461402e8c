package dev.ichnos.codec.cloudtrace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonMessage;
import java.io.IOException;
import java.util.List;

/** Reads the spans of one JSON message into a {@link SpanDraft}, one after the other. */
final class JsonSpanReader {
  private static final List<String> KINDS =
      List.of("SPAN_KIND_UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
  private static final List<String> MESSAGE_TYPES = List.of("TYPE_UNSPECIFIED", "SENT", "RECEIVED");
  private static final List<String> LINK_TYPES =
      List.of("TYPE_UNSPECIFIED", "CHILD_LINKED_SPAN", "PARENT_LINKED_SPAN");

  private final JsonParser parser;
  private final DecodeLimits limits;
  private final SpanSink out;
  private final SpanDraft span;
  private final AttributesDraft others;
  private final JsonValues values;

  JsonSpanReader(JsonMessage message, DecodeLimits limits, SpanSink out) {
    this.parser = message.parser();
    this.limits = limits;
    this.out = out;
    this.span = new SpanDraft(limits);
    this.others = new AttributesDraft(limits);
    this.values = new JsonValues(message, limits, span);
  }

  /** Reads a {@code BatchWriteSpansRequest}; an empty message holds no spans. */
  void request() throws IOException, DecodeException {
    if (!begin("a BatchWriteSpansRequest, {\"spans\":[...]}")) {
      return;
    }
    while (values.nextMember()) {
      switch (values.member()) {
        case "name" -> span.requestName(values.text());
        case "spans" -> spans();
        default -> values.skip();
      }
    }
    end();
  }

  /** Reads a message that is one span, whose name may stand outside of it. */
  void single(String name) throws IOException, DecodeException {
    if (!begin("a Span, {\"spanId\":...}")) {
      throw values.malformed("nothing (expected: a Span)");
    }
    span.clear();
    span.name = name;
    fields();
    end();
    span.finish("span", out);
  }

  private boolean begin(String expected) throws IOException, DecodeException {
    JsonToken first = parser.nextToken();
    if (first != null && first != JsonToken.START_OBJECT) {
      throw values.malformed("no object (expected: " + expected + ")");
    }
    return first != null;
  }

  private void end() throws IOException, DecodeException {
    if (parser.nextToken() != null) {
      throw values.malformed("more JSON behind the message (expected: one object)");
    }
  }

  /** Where the message is broken, for its reader. */
  DecodeException broken(long offset, String detail) {
    return values.malformed(offset, detail);
  }

  private void spans() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw values.malformed("spans is no list (expected: a list of spans)");
    }
    int index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (index == limits.maxSpans()) {
        throw values.malformed("one span more than the " + limits.maxSpans() + " of the limit");
      }
      values.place = "spans[" + index + "]";
      span.clear();
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        fields();
      } else {
        span.drop(DropReason.MALFORMED_SPAN, values.place + ": no object (expected: a span)");
        values.skip();
      }
      span.finish(values.place, out);
      index++;
    }
    values.place = "";
    span.clear();
  }

  private void fields() throws IOException, DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "name" -> span.name = values.text();
        case "span_id" -> span.spanId = values.text();
        case "parent_span_id" -> span.parentSpanId = values.text();
        case "display_name" -> span.displayName = values.truncatable();
        case "start_time" -> span.startNanos = values.time();
        case "end_time" -> span.endNanos = values.time();
        case "attributes" -> attributes(span.attributes);
        case "stack_trace" -> stackTrace();
        case "time_events" -> timeEvents();
        case "links" -> links();
        case "status" -> status();
        case "same_process_as_parent_span" ->
            span.sameProcess =
                values.flag() ? SpanDraft.SameProcess.SAME : SpanDraft.SameProcess.OTHER;
        case "span_kind" -> span.kind = values.constant(KINDS);
        default -> values.skip();
      }
    }
  }

  private void attributes(AttributesDraft to) throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      switch (values.member()) {
        case "attribute_map" -> attributeMap(to);
        case "dropped_attributes_count" -> to.upstreamDropped(values.count());
        default -> values.skip();
      }
    }
  }

  private void attributeMap(AttributesDraft to) throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      String key = values.key();
      if (!to.hasRoom(key)) {
        values.skip();
      } else if (values.isObject()) {
        value(key, to);
      }
    }
  }

  private void value(String key, AttributesDraft to) throws IOException, DecodeException {
    boolean stated = false;
    while (values.nextMember()) {
      boolean known = true;
      switch (values.member()) {
        case "string_value" -> to.put(key, values.truncatable());
        case "int_value" -> to.put(key, values.number());
        case "bool_value" -> to.put(key, values.flag());
        default -> {
          values.skip();
          known = false;
        }
      }
      stated |= known;
    }
    if (!stated) {
      to.putEmpty(key);
    }
  }

  private void stackTrace() throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      if (!values.member().equals("stack_frames")) {
        values.skip();
      } else if (values.isObject()) {
        frames();
      }
    }
  }

  private void frames() throws IOException, DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "frame" -> {
          if (values.isList()) {
            while (values.nextObject()) {
              span.stack.frame(frame());
            }
          }
        }
        case "dropped_frames_count" -> span.stack.dropped(values.count());
        default -> values.skip();
      }
    }
  }

  private StackFrame frame() throws IOException, DecodeException {
    String function = "";
    String file = "";
    long line = 0;
    long column = 0;
    while (values.nextMember()) {
      switch (values.member()) {
        case "function_name" -> function = values.truncatable();
        case "file_name" -> file = values.truncatable();
        case "line_number" -> line = values.number();
        case "column_number" -> column = values.number();
        default -> values.skip();
      }
    }
    return new StackFrame(function, file, line, column);
  }

  private void timeEvents() throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      switch (values.member()) {
        case "time_event" -> {
          if (values.isList()) {
            while (values.nextObject()) {
              timeEvent();
            }
          }
        }
        case "dropped_annotations_count" -> span.droppedAnnotations = values.count();
        case "dropped_message_events_count" -> span.droppedMessageEvents = values.count();
        default -> values.skip();
      }
    }
  }

  /** What happened may stand before the time. */
  private void timeEvent() throws IOException, DecodeException {
    long time = 0;
    String description = "";
    long[] message = new long[4];
    boolean isAnnotation = false;
    boolean isMessage = false;
    others.clear();
    while (values.nextMember()) {
      switch (values.member()) {
        case "time" -> time = values.time();
        case "annotation" -> {
          isAnnotation = true;
          description = annotation();
        }
        case "message_event" -> {
          isMessage = true;
          messageEvent(message);
        }
        default -> values.skip();
      }
    }
    if (isAnnotation) {
      span.annotation(time, description, others);
    } else if (isMessage) {
      span.messageEvent(time, message[0], message[1], message[2], message[3]);
    } else {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  private String annotation() throws IOException, DecodeException {
    String description = "";
    if (values.isObject()) {
      while (values.nextMember()) {
        switch (values.member()) {
          case "description" -> description = values.truncatable();
          case "attributes" -> attributes(others);
          default -> values.skip();
        }
      }
    }
    return description;
  }

  private void messageEvent(long[] to) throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      switch (values.member()) {
        case "type" -> to[0] = values.constant(MESSAGE_TYPES);
        case "id" -> to[1] = values.number();
        case "uncompressed_size_bytes" -> to[2] = values.number();
        case "compressed_size_bytes" -> to[3] = values.number();
        default -> values.skip();
      }
    }
  }

  private void links() throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    while (values.nextMember()) {
      switch (values.member()) {
        case "link" -> {
          if (values.isList()) {
            while (values.nextObject()) {
              link();
            }
          }
        }
        case "dropped_links_count" -> span.droppedLinks = values.count();
        default -> values.skip();
      }
    }
  }

  private void link() throws IOException, DecodeException {
    String traceId = "";
    String spanId = "";
    long type = 0;
    others.clear();
    while (values.nextMember()) {
      switch (values.member()) {
        case "trace_id" -> traceId = values.text();
        case "span_id" -> spanId = values.text();
        case "type" -> type = values.constant(LINK_TYPES);
        case "attributes" -> attributes(others);
        default -> values.skip();
      }
    }
    span.link(traceId, spanId, type, others);
  }

  private void status() throws IOException, DecodeException {
    if (!values.isObject()) {
      return;
    }
    span.hasStatus = true;
    while (values.nextMember()) {
      switch (values.member()) {
        case "code" -> span.statusCode = values.number();
        case "message" -> span.statusMessage = values.text();
        default -> values.skip();
      }
    }
  }
}
