package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Event;

/** How the OpenTelemetry semantic conventions write an exception: as an event of this name. */
final class ExceptionKeys {
  static final String TYPE = "exception.type";
  static final String MESSAGE = "exception.message";
  static final String STACK = "exception.stacktrace";

  private static final String EVENT = "exception";

  private ExceptionKeys() {}

  static boolean isException(Event event) {
    return event.name().equals(EVENT);
  }
}
