package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;

/** How the OpenTelemetry semantic conventions write an exception: as an event of this name. */
final class ExceptionKeys {
  static final String TYPE = "exception.type";
  static final String MESSAGE = "exception.message";
  static final String STACK = "exception.stacktrace";

  /** The name of all such events. */
  static final String EVENT = "exception";

  /** A stack that belongs to no exception, as an attribute of the span. */
  static final String CODE_STACK = "code.stacktrace";

  private ExceptionKeys() {}

  static boolean isException(Event event) {
    return event.name().equals(EVENT);
  }

  /** What an exception says: {@code type: message}, or the one that is there; may be empty. */
  static String description(Attributes exception) {
    String type = exception.string(TYPE);
    String message = exception.string(MESSAGE);
    return type.isEmpty() ? message : message.isEmpty() ? type : type + ": " + message;
  }
}
