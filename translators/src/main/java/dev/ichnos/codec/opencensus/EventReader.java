package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;

/**
 * Reads time events: an annotation is an event of its description's name, a message that was sent
 * or received one in the words of OpenTelemetry's conventions for RPC.
 */
final class EventReader {
  private static final int SENT = 1;
  private static final int RECEIVED = 2;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final ValueReader values;
  private final Mends mends;
  private final Attributes.Builder attributes = Attributes.builder();

  private String name = "";
  private int droppedAttributes;

  EventReader(ProtoReader in, DecodeLimits limits, ValueReader values, Mends mends) {
    this.in = in;
    this.limits = limits;
    this.values = values;
    this.mends = mends;
  }

  /**
   * Reads a TimeEvents message.
   *
   * @return how many events are not in {@code into}
   */
  int read(List<Event> into) throws ProtoException {
    int annotations = 0;
    int messages = 0;
    int surplus = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.TIME_EVENT -> {
            if (into.size() < limits.maxEvents()) {
              event(into);
            } else {
              in.skip(tag);
              surplus++;
            }
          }
          case InnerFields.DROPPED_ANNOTATIONS -> annotations = values.count();
          case InnerFields.DROPPED_MESSAGE_EVENTS -> messages = values.count();
          default -> in.skipUnknown(tag, InnerFields.TIME_EVENTS);
        }
      }
    } catch (ProtoException e) {
      String field = InnerFields.TIME_EVENTS.name(tag);
      throw e.in(tag == InnerFields.TIME_EVENT ? field + "[" + into.size() + "]" : field);
    }
    in.leave(outer);
    if (surplus > 0) {
      mends.add(MendReason.LIMIT);
    }
    return ValueReader.sum(ValueReader.sum(annotations, messages), surplus);
  }

  private void event(List<Event> into) throws ProtoException {
    long time = 0;
    boolean known = false;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.EVENT_TIME -> time = values.time();
          case InnerFields.EVENT_ANNOTATION -> {
            annotation();
            known = true;
          }
          case InnerFields.EVENT_MESSAGE -> {
            message();
            known = true;
          }
          default -> in.skipUnknown(tag, InnerFields.EVENT);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.EVENT.name(tag));
    }
    in.leave(outer);
    if (known) {
      into.add(new Event(time, name, attributes.build(), droppedAttributes));
    } else {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
  }

  private void begin() {
    name = "";
    droppedAttributes = 0;
    attributes.clear();
  }

  private void annotation() throws ProtoException {
    begin();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.ANNOTATION_DESCRIPTION -> name = values.truncatable();
          case InnerFields.ANNOTATION_ATTRIBUTES ->
              droppedAttributes = ValueReader.sum(droppedAttributes, values.attributes(attributes));
          default -> in.skipUnknown(tag, InnerFields.ANNOTATION);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.ANNOTATION.name(tag));
    }
    in.leave(outer);
  }

  private void message() throws ProtoException {
    begin();
    name = OtelKeys.RPC_MESSAGE;
    long type = 0;
    long id = 0;
    long uncompressed = 0;
    long compressed = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.MESSAGE_TYPE -> type = in.readVarint();
          case InnerFields.MESSAGE_ID -> id = in.readVarint();
          case InnerFields.MESSAGE_UNCOMPRESSED -> uncompressed = in.readVarint();
          case InnerFields.MESSAGE_COMPRESSED -> compressed = in.readVarint();
          default -> in.skipUnknown(tag, InnerFields.MESSAGE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.MESSAGE.name(tag));
    }
    in.leave(outer);
    if (type == SENT || type == RECEIVED) {
      attributes.put(OtelKeys.RPC_MESSAGE_TYPE, type == SENT ? "SENT" : "RECEIVED");
    } else if (type != 0) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
    attributes.put(OtelKeys.RPC_MESSAGE_ID, id);
    size(OtelKeys.RPC_MESSAGE_UNCOMPRESSED_SIZE, uncompressed);
    size(OtelKeys.RPC_MESSAGE_COMPRESSED_SIZE, compressed);
  }

  /** 0 is absent. Sizes are unsigned on the wire; one past 2^63 is nonsense. */
  private void size(String key, long size) {
    if (size > 0) {
      attributes.put(key, size);
    } else if (size < 0) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
  }
}
