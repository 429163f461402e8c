package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonException;
import dev.ichnos.codec.wire.JsonReader;
import dev.ichnos.model.Format;
import java.util.function.Function;

/**
 * The JSON list that is a message of either version of Zipkin: walks from span to span and from
 * field to field, and knows where it is when something is wrong.
 */
final class JsonSpanList {
  private static final int OUTSIDE = -1;

  private final Format format;
  private final String spans;
  private final JsonReader in;
  private final DecodeLimits limits;
  private int index = OUTSIDE;

  private JsonSpanList(Format format, String spans, JsonReader in, DecodeLimits limits) {
    this.format = format;
    this.spans = spans;
    this.in = in;
    this.limits = limits;
  }

  /** What a version makes of each span; one instance for all spans of a message. */
  interface SpanReader {
    /** Where the fields that both versions have go, and what is wrong with the span. */
    SpanDraft draft();

    /** Another span begins. */
    void clear();

    /**
     * Reads one field, which is not null. The cursor stands on the first token of its value; on
     * return on the last.
     */
    void readField(String name) throws JsonException, DecodeException;

    /** The span's last field was read. */
    void endFields() throws DecodeException;

    /** Hands out what was read. */
    void finish(SpanSink out);
  }

  /**
   * Reads a whole message; an empty one holds no spans.
   *
   * @param in before the first token
   * @param spans what the list holds, for people to read, such as {@code Zipkin v2 spans}
   * @param readers makes the reader of the list's spans
   */
  static void read(
      Format format,
      String spans,
      JsonReader in,
      DecodeLimits limits,
      SpanSink out,
      Function<JsonSpanList, SpanReader> readers)
      throws DecodeException {
    JsonSpanList list = new JsonSpanList(format, spans, in, limits);
    try {
      list.readMessage(readers.apply(list), out);
    } catch (JsonException e) {
      throw list.malformed(
          e.offset(), e.getMessage() + " (expected: a JSON list of " + spans + ")");
    }
  }

  JsonReader reader() {
    return in;
  }

  DecodeLimits limits() {
    return limits;
  }

  /** Whether the span that is being read is the first of the message. */
  boolean atFirst() {
    return index == 0;
  }

  /** An error of the whole message, here. */
  DecodeException malformed(String detail) {
    return malformed(in.byteOffset(), detail);
  }

  /** Where we are, for people to read. */
  String place() {
    return place(in.byteOffset());
  }

  /** Moves to the end of the current value. */
  void skip() throws JsonException, DecodeException {
    if (!in.skip(limits.maxDepth())) {
      throw malformed("nested too deep (expected: at most " + limits.maxDepth() + ")");
    }
  }

  /** What stands here, for people to read. */
  static String what(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> token.toString();
    };
  }

  private void readMessage(SpanReader reader, SpanSink out) throws JsonException, DecodeException {
    JsonToken first = in.nextToken();
    if (first == JsonToken.NOT_AVAILABLE) {
      return;
    }
    if (first != JsonToken.START_ARRAY) {
      throw malformed(
          "found " + what(first) + " (expected: a list of " + spans + ", [{\"traceId\":...}])");
    }
    index = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (index >= limits.maxSpans()) {
        throw malformed("too many spans (expected: at most " + limits.maxSpans() + ")");
      }
      reader.clear();
      readSpan(reader);
      reader.finish(out);
      index++;
    }
    index = OUTSIDE;
    JsonToken after = in.nextToken();
    if (after != JsonToken.NOT_AVAILABLE) {
      throw malformed("found " + what(after) + " (expected: nothing after the list)");
    }
  }

  private void readSpan(SpanReader reader) throws JsonException, DecodeException {
    SpanDraft draft = reader.draft();
    if (in.currentToken() != JsonToken.START_OBJECT) {
      drop(
          draft,
          DropReason.MALFORMED_SPAN,
          "found " + what(in.currentToken()) + " (expected: a span object)");
      skip();
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.key();
      if (in.nextToken() != JsonToken.VALUE_NULL) {
        reader.readField(field);
      }
    }
    reader.endFields();
    if ((draft.traceIdHigh | draft.traceIdLow) == 0) {
      drop(
          draft,
          DropReason.INVALID_TRACE_ID,
          "traceId is absent or zero (expected: 1-32 hex digits)");
    } else if (draft.spanId == 0) {
      drop(draft, DropReason.INVALID_SPAN_ID, "id is absent or zero (expected: 1-16 hex digits)");
    }
  }

  /** The draft's first reason stays. */
  void drop(SpanDraft draft, DropReason why, String detail) {
    if (!draft.isDropped()) {
      draft.drop(why, place() + ": " + detail);
    }
  }

  private DecodeException malformed(int offset, String detail) {
    return new DecodeException(format, place(offset) + ": " + detail);
  }

  private String place(int offset) {
    return index == OUTSIDE ? "byte " + offset : "span " + index + ", byte " + offset;
  }
}
