package dev.ichnos.codec.datadog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events and links out of the JSON of a tag, as {@link EventAndLinkJson} and tracers write
 * it. A text that is anything else, or that an Agent has cut, is read as a whole or not at all.
 */
final class EventAndLinkReader {
  private final JsonMessage message;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private final JsonAttributes values;

  private EventAndLinkReader(JsonMessage message, DecodeLimits limits) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.values = new JsonAttributes(message, limits);
  }

  /** Reads one entry of an array, on whose opening brace the parser stands. */
  private interface EntryReader<T> {
    T read(EventAndLinkReader in) throws IOException, BadValueException;
  }

  /** Adds the events to the span; false, and nothing is added, if this is something else. */
  static boolean events(String json, DecodeLimits limits, IncomingSpan span) {
    List<Event> events = new ArrayList<>();
    int surplus = entries(json, limits, limits.maxEvents(), EventAndLinkReader::event, events);
    events.forEach(span::event);
    span.eventsLeftOut(Math.max(0, surplus));
    return surplus >= 0;
  }

  /** Adds the links to the span; false, and nothing is added, if this is something else. */
  static boolean links(String json, DecodeLimits limits, IncomingSpan span) {
    List<Link> links = new ArrayList<>();
    int surplus = entries(json, limits, limits.maxLinks(), EventAndLinkReader::link, links);
    links.forEach(span::link);
    span.linksLeftOut(Math.max(0, surplus));
    return surplus >= 0;
  }

  /** How many there were beyond {@code most}; -1, and no entries, if this is something else. */
  private static <T> int entries(
      String json, DecodeLimits limits, int most, EntryReader<T> reader, List<T> entries) {
    int surplus = 0;
    try (JsonMessage message =
        JsonMessage.open(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)))) {
      EventAndLinkReader in = new EventAndLinkReader(message, limits);
      boolean array = in.parser.nextToken() == JsonToken.START_ARRAY;
      while (array && in.parser.nextToken() == JsonToken.START_OBJECT) {
        T entry = reader.read(in);
        if (entries.size() < most) {
          entries.add(entry);
        } else {
          surplus++;
        }
      }
      if (array
          && in.parser.currentToken() == JsonToken.END_ARRAY
          && in.parser.nextToken() == null) {
        return surplus;
      }
    } catch (IOException | BadValueException e) {
      // Whatever it is, it stays the text that it was.
    }
    entries.clear();
    return -1;
  }

  private Event event() throws IOException, BadValueException {
    long time = 0;
    String name = "";
    Attributes attributes = Attributes.EMPTY;
    int dropped = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "time_unix_nano" -> time = JsonNumbers.truncatedLongValue(parser);
        case "name" -> name = message.text();
        case "attributes" -> attributes = values.map();
        case "dropped_attributes_count" -> dropped = (int) JsonNumbers.longValue(parser);
        default -> skip();
      }
    }
    return new Event(Math.max(0, time), name, attributes, dropped + values.takeLeftOut());
  }

  private Link link() throws IOException, BadValueException {
    String traceId = "";
    String spanId = "";
    String traceState = "";
    int flags = 0;
    Attributes attributes = Attributes.EMPTY;
    int dropped = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "trace_id" -> traceId = hex(2 * IncomingIds.HALF);
        case "span_id" -> spanId = hex(IncomingIds.HALF);
        case "tracestate" -> traceState = message.text();
        case "flags" -> flags = (int) JsonNumbers.longValue(parser) & 0xff;
        case "attributes" -> attributes = values.map();
        case "dropped_attributes_count" -> dropped = (int) JsonNumbers.longValue(parser);
        default -> skip();
      }
    }
    int middle = Math.max(0, traceId.length() - IncomingIds.HALF);
    return new Link(
        IncomingIds.parse(traceId, 0, middle),
        IncomingIds.parse(traceId, middle, traceId.length()),
        IncomingIds.parse(spanId, 0, spanId.length()),
        traceState,
        flags,
        attributes,
        dropped + values.takeLeftOut());
  }

  private String hex(int most) throws IOException, BadValueException {
    String digits = message.text();
    if (digits.length() > most || !IncomingIds.areHex(digits)) {
      throw new BadValueException(digits, "at most " + most + " hex digits");
    }
    return digits;
  }

  private void skip() throws IOException, BadValueException {
    if (!message.skip(limits.maxDepth())) {
      throw new BadValueException("", "no deeper nesting");
    }
  }
}
