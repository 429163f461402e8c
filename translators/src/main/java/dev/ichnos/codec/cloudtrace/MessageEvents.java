package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;

/**
 * Events that say that a message of an RPC was sent or received, as the OpenTelemetry conventions
 * for RPC write them: event {@code rpc.message} with {@code rpc.message.type}, {@code id}, {@code
 * uncompressed_size}, {@code compressed_size}; before 1.21 event {@code message} with {@code
 * message.*}. An event that says more than these four stays an annotation.
 */
final class MessageEvents {
  private static final String NEW_EVENT = "rpc.message";
  private static final String OLD_EVENT = "message";
  private static final String SENT = "SENT";
  private static final String RECEIVED = "RECEIVED";

  private MessageEvents() {}

  static boolean isMessage(Event event) {
    Keys keys = keys(event);
    if (keys == Keys.NONE) {
      return false;
    }
    Attributes attributes = event.attributes();
    String type = attributes.string(keys.type);
    if (!type.equals(SENT) && !type.equals(RECEIVED)) {
      return false;
    }
    int known = 1;
    known += attributes.integer(keys.id, 0) == attributes.integer(keys.id, 1) ? 1 : 0;
    known += attributes.integer(keys.size, 0) == attributes.integer(keys.size, 1) ? 1 : 0;
    known += attributes.integer(keys.packed, 0) == attributes.integer(keys.packed, 1) ? 1 : 0;
    return known == attributes.size() && event.droppedAttributesCount() == 0;
  }

  /** Records the fields of a {@code MessageEvent}. */
  static void record(Event event, ProtoTape tape) {
    Keys keys = keys(event);
    Attributes attributes = event.attributes();
    int type = attributes.string(keys.type).equals(SENT) ? 1 : 2;
    tape.varint(CloudTraceFields.MESSAGE_TYPE, type);
    tape.number(CloudTraceFields.MESSAGE_ID, attributes.integer(keys.id, 0));
    tape.number(CloudTraceFields.MESSAGE_UNCOMPRESSED, attributes.integer(keys.size, 0));
    tape.number(CloudTraceFields.MESSAGE_COMPRESSED, attributes.integer(keys.packed, 0));
  }

  /**
   * The event that {@link #record} would write as these fields; of a type that is not known, none.
   */
  static Event event(long time, long type, long id, long uncompressed, long compressed) {
    Attributes.Builder attributes = Attributes.builder();
    if (type == 1 || type == 2) {
      attributes.put(Keys.NEW.type, type == 1 ? SENT : RECEIVED);
    }
    putUnlessZero(Keys.NEW.id, id, attributes);
    putUnlessZero(Keys.NEW.size, uncompressed, attributes);
    putUnlessZero(Keys.NEW.packed, compressed, attributes);
    return new Event(time, NEW_EVENT, attributes.build(), 0);
  }

  private static void putUnlessZero(String key, long value, Attributes.Builder attributes) {
    if (value != 0) {
      attributes.put(key, value);
    }
  }

  private static Keys keys(Event event) {
    return switch (event.name()) {
      case NEW_EVENT -> Keys.NEW;
      case OLD_EVENT -> Keys.OLD;
      default -> Keys.NONE;
    };
  }

  private enum Keys {
    NONE(""),
    OLD("message."),
    NEW("rpc.message.");

    final String type;
    final String id;
    final String size;
    final String packed;

    Keys(String prefix) {
      type = prefix + "type";
      id = prefix + "id";
      size = prefix + "uncompressed_size";
      packed = prefix + "compressed_size";
    }
  }
}
