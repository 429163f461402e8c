package dev.ichnos.propagation;

import java.util.Objects;
import java.util.Set;

/** What a {@link HeaderFamily} made of the headers of one request. */
public sealed interface HeaderReading {
  /** None of the family's headers is there, or none says anything. */
  Absent ABSENT = new Absent();

  /** See {@link #ABSENT}. */
  record Absent() implements HeaderReading {}

  /**
   * A context.
   *
   * @param context what the headers say
   * @param leniencies where they deviate from the family's exact form; mostly empty
   */
  record Read(TraceContext context, Set<Leniency> leniencies) implements HeaderReading {
    public Read {
      Objects.requireNonNull(context, "context");
      Objects.requireNonNull(leniencies, "leniencies");
    }

    /** A context from headers in exact form. */
    public Read(TraceContext context) {
      this(context, Set.of());
    }
  }

  /**
   * Headers from which no context can be taken.
   *
   * @param header the header at fault, in lower case
   * @param value its value, cut to {@link #MAX_VALUE} characters, the last of which are then dots;
   *     empty if a header is missing that another one needs
   * @param position index of the first character at fault; the value's length if it ends too early
   * @param expected what should have been there
   */
  record Refused(String header, String value, int position, String expected)
      implements HeaderReading {
    /** How much of a value is kept. */
    public static final int MAX_VALUE = 80;

    private static final String CUT = "...";

    public Refused {
      Objects.requireNonNull(header, "header");
      Objects.requireNonNull(expected, "expected");
      if (value.length() > MAX_VALUE) {
        value = value.substring(0, MAX_VALUE - CUT.length()) + CUT;
      }
    }

    /** One line for people: header, value, position and what was expected. */
    public String message() {
      StringBuilder text = new StringBuilder(128);
      text.append("Malformed ").append(header).append(": \"");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        // Control characters would break the line, and terminals.
        text.append(c < ' ' || c > '~' ? '?' : c);
      }
      return text.append("\" at ")
          .append(position)
          .append(": expected ")
          .append(expected)
          .toString();
    }
  }
}
