package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;

/** Reads annotations back into events: the inverse of {@link TimeEventsMessage}. */
final class Annotations {
  /** So many characters, of any width, a description has at least where it was cut. */
  private static final int SHORTEST_CUT = CloudTraceLimits.DESCRIPTION_BYTES / 4 - 1;

  private Annotations() {}

  /**
   * The description is the event's name, but for an exception, whose description says once more
   * what its attributes say: all of those have one name.
   */
  static Event event(long time, String description, AttributesDraft draft) {
    Attributes attributes = draft.build();
    String said = ExceptionKeys.description(attributes);
    boolean exception =
        !said.isEmpty()
            && (said.equals(description)
                || (description.length() >= SHORTEST_CUT && said.startsWith(description)));
    return new Event(
        time, exception ? ExceptionKeys.EVENT : description, attributes, draft.droppedCount());
  }
}
