package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * The events and links of a span as the JSON arrays in which Datadog takes them (datadog-agent
 * pkg/trace/transform, dd-trace-java DDSpanLink). An array stays within the limit of a tag: an
 * entry that does not fit is written without its attributes, one that still does not ends the
 * array. Nothing is ever cut within, so that it stays JSON.
 */
final class EventAndLinkJson {
  private static final HexFormat HEX = HexFormat.of();

  /** Appends one entry, with its attributes or without. */
  private interface EntryWriter<T> {
    void write(T entry, Attributes attributes);
  }

  private final JsonText json;
  private final Losses losses;

  /** The characters of the entry that was written last. */
  private int lastLength;

  EventAndLinkJson(JsonText json, Losses losses) {
    this.json = json;
    this.losses = losses;
  }

  /** The value of {@code events}; empty if there are none. */
  String events(List<Event> events) {
    return events.isEmpty() ? "" : array(events, Event::attributes, this::event);
  }

  /** The value of {@code _dd.span_links}; empty if there are none. */
  String links(List<Link> links) {
    return links.isEmpty() ? "" : array(links, Link::attributes, this::link);
  }

  private <T> String array(
      List<T> entries, Function<T, Attributes> attributesOf, EntryWriter<T> writer) {
    json.clear();
    StringBuilder text = json.builder();
    text.append('[');
    int bytes = 2; // the brackets
    for (int i = 0; i < entries.size(); i++) {
      Attributes attributes = attributesOf.apply(entries.get(i));
      int size = entry(i, entries.get(i), attributes, writer);
      if (bytes + size > Limits.VALUE && !attributes.isEmpty()) {
        text.setLength(text.length() - lastLength);
        size = entry(i, entries.get(i), Attributes.EMPTY, writer);
        losses.leftOut(bytes + size > Limits.VALUE ? 0 : attributes.size());
      }
      if (bytes + size > Limits.VALUE) {
        text.setLength(text.length() - lastLength);
        losses.leftOut(entries.size() - i);
        break;
      }
      bytes += size;
    }
    return text.length() == 1 ? "" : text.append(']').toString();
  }

  private <T> int entry(int place, T entry, Attributes attributes, EntryWriter<T> writer) {
    StringBuilder text = json.builder();
    int start = text.length();
    if (place > 0) {
      text.append(',');
    }
    writer.write(entry, attributes);
    lastLength = text.length() - start;
    return Limits.utf8Size(text, start);
  }

  private void event(Event event, Attributes attributes) {
    StringBuilder text = json.builder();
    text.append("{\"time_unix_nano\":").append(event.epochNanos());
    json.key("name");
    json.string(event.name());
    if (!attributes.isEmpty()) {
      json.key("attributes");
      json.object(attributes);
    }
    dropped(event.droppedAttributesCount(), event.attributes().size() - attributes.size());
    text.append('}');
  }

  private void link(Link link, Attributes attributes) {
    StringBuilder text = json.builder();
    text.append("{\"trace_id\":\"");
    text.append(HEX.toHexDigits(link.traceIdHigh())).append(HEX.toHexDigits(link.traceIdLow()));
    text.append("\",\"span_id\":\"").append(HEX.toHexDigits(link.spanId())).append('"');
    if (!link.traceState().isEmpty()) {
      json.key("tracestate");
      json.string(link.traceState());
    }
    if ((link.flags() & 0xff) != 0) {
      text.append(",\"flags\":").append(link.flags() & 0xff);
    }
    if (!attributes.isEmpty()) {
      json.key("attributes");
      json.objectOfTexts(attributes);
    }
    dropped(link.droppedAttributesCount(), link.attributes().size() - attributes.size());
    text.append('}');
  }

  private void dropped(int before, int here) {
    long dropped = Integer.toUnsignedLong(before) + here;
    if (dropped != 0) {
      json.builder().append(",\"dropped_attributes_count\":").append(dropped);
    }
  }
}
