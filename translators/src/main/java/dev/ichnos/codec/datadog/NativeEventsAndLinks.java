package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;

/**
 * Reads {@code span_links} and {@code span_events}, which newer tracers send as fields of a span
 * (datadog-agent pkg/proto/datadog/trace/span.proto):
 *
 * <pre>
 * link   trace_id trace_id_high span_id  unsigned 64 bits
 *        attributes                      texts by key
 *        tracestate flags                bit 31 of the flags is set where they are known
 * event  time_unix_nano name attributes  a value is a map: type, and one field that is by its type
 *                                        0 string_value  1 bool_value  2 int_value
 *                                        3 double_value  4 array_value {values: [value]}
 * </pre>
 */
final class NativeEventsAndLinks {
  private static final int STRING = 0;
  private static final int BOOLEAN = 1;
  private static final int INTEGER = 2;
  private static final int DOUBLE = 3;
  private static final int ARRAY = 4;

  private final MsgpackReader in;
  private final DecodeLimits limits;
  private final MsgpackScalars scalars;
  private final IncomingSpan span;
  private final Attributes.Builder attributes = Attributes.builder();
  private int leftOut;

  // The value of an attribute that was read last.
  private int type;
  private String text = "";
  private boolean truth;
  private long whole;
  private double number;
  private AttributeList list = AttributeList.EMPTY;

  NativeEventsAndLinks(
      MsgpackReader in, DecodeLimits limits, MsgpackScalars scalars, IncomingSpan span) {
    this.in = in;
    this.limits = limits;
    this.scalars = scalars;
    this.span = span;
  }

  void links() throws MsgpackException {
    for (int i = scalars.array(); i > 0; i--) {
      if (in.next() == MsgpackReader.Type.MAP) {
        link();
      } else {
        scalars.skip();
      }
    }
  }

  void events() throws MsgpackException {
    for (int i = scalars.array(); i > 0; i--) {
      if (in.next() == MsgpackReader.Type.MAP) {
        event();
      } else {
        scalars.skip();
      }
    }
  }

  private void link() throws MsgpackException {
    long high = 0;
    long low = 0;
    long spanId = 0;
    String traceState = "";
    int flags = 0;
    begin();
    for (int i = in.readMapHeader(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      switch (scalars.key()) {
        case "trace_id" -> low = scalars.number();
        case "trace_id_high" -> high = scalars.number();
        case "span_id" -> spanId = scalars.number();
        case "tracestate" -> traceState = scalars.text();
        case "flags" -> flags = (int) scalars.number() & 0xff;
        case "attributes" -> texts();
        default -> scalars.skip();
      }
    }
    span.link(new Link(high, low, spanId, traceState, flags, attributes.build(), leftOut));
  }

  private void event() throws MsgpackException {
    long time = 0;
    String name = "";
    begin();
    for (int i = in.readMapHeader(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      switch (scalars.key()) {
        case "time_unix_nano" -> time = scalars.number();
        case "name" -> name = scalars.text();
        case "attributes" -> values();
        default -> scalars.skip();
      }
    }
    span.event(new Event(Math.max(0, time), name, attributes.build(), leftOut));
  }

  private void begin() {
    attributes.clear();
    leftOut = 0;
  }

  private boolean hasRoom(String key) {
    if (attributes.size() < limits.maxAttributes() || attributes.contains(key)) {
      return true;
    }
    leftOut++;
    return false;
  }

  private void texts() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        String key = scalars.key();
        String value = scalars.text();
        if (hasRoom(key)) {
          attributes.put(key, value);
        }
      }
    }
  }

  private void values() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        String key = scalars.key();
        value(true);
        if (hasRoom(key)) {
          put(key);
        }
      }
    }
  }

  private void value(boolean mayBeArray) throws MsgpackException {
    type = STRING;
    text = "";
    truth = false;
    whole = 0;
    number = 0;
    AttributeList values = AttributeList.EMPTY;
    int stated = STRING;
    for (int i = scalars.map(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      switch (scalars.key()) {
        case "type" -> stated = (int) scalars.number();
        case "string_value" -> text = scalars.text();
        case "bool_value" -> truth = scalars.flag();
        case "int_value" -> whole = scalars.number();
        case "double_value" ->
            number = in.next() == MsgpackReader.Type.FLOAT ? in.readDouble() : scalars.number();
        case "array_value" -> {
          if (mayBeArray) {
            values = array();
          } else {
            scalars.skip();
          }
        }
        default -> scalars.skip();
      }
    }
    type = stated;
    list = values;
  }

  private AttributeList array() throws MsgpackException {
    AttributeList.Builder values = AttributeList.builder();
    for (int i = scalars.map(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      if (!scalars.key().equals("values")) {
        scalars.skip();
        continue;
      }
      for (int n = scalars.array(); n > 0; n--) {
        value(false);
        switch (type) {
          case BOOLEAN -> values.add(truth);
          case INTEGER -> values.add(whole);
          case DOUBLE -> values.add(number);
          default -> values.add(text);
        }
      }
    }
    return values.build();
  }

  private void put(String key) {
    switch (type) {
      case BOOLEAN -> attributes.put(key, truth);
      case INTEGER -> attributes.put(key, whole);
      case DOUBLE -> attributes.put(key, number);
      case ARRAY -> attributes.put(key, list);
      default -> attributes.put(key, text);
    }
  }
}
