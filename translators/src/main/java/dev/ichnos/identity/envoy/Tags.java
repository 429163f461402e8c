package dev.ichnos.identity.envoy;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyPlaces;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the attributes of one span say, found in one pass: where each that means something stands.
 * Used again for every span of a batch; not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // places stand in an array by tag, looked up many times a span
final class Tags {
  /** What {@link #number} is where there is none. */
  static final long NO_NUMBER = Long.MIN_VALUE;

  private static final KeyPlaces PLACES = new KeyPlaces(Tags::meaning);
  private static final int ABSENT = -1;
  private static final int LONGEST_NUMBER = 18;

  private final int[] places = new int[Tag.COUNT];
  private Attributes attributes = Attributes.EMPTY;

  /** What is written of the span; places are the same there. Null before the first change. */
  private Attributes.@Nullable Builder written;

  /** Forgets the span before and reads this one. */
  void read(Attributes next) {
    attributes = next;
    written = null;
    Arrays.fill(places, ABSENT);
    KeyPlaces.Order order = PLACES.of(next);
    for (int i = 0; i < order.count(); i++) {
      places[order.meaning(i)] = order.place(i);
    }
  }

  private static int meaning(String key) {
    @Nullable Tag tag = Tag.of(key);
    return tag == null ? KeyPlaces.NOTHING : tag.ordinal();
  }

  /** Whether there is a value, of any type. */
  boolean has(Tag tag) {
    return places[tag.ordinal()] >= 0;
  }

  /** The attribute's place in order; below 0 if it is not there. */
  int place(Tag tag) {
    return places[tag.ordinal()];
  }

  /** The text; empty where there is none. */
  String text(Tag tag) {
    int place = places[tag.ordinal()];
    if (place < 0) {
      return "";
    }
    return written == null ? attributes.stringAt(place) : written.stringAt(place);
  }

  /** The text; empty where there is none, and where the proxy had nothing to say: {@code -}. */
  String stated(Tag tag) {
    String text = text(tag);
    return text.equals("-") ? "" : text;
  }

  /** The number, also where it is written as text; {@link #NO_NUMBER} where there is none. */
  long number(Tag tag) {
    int place = places[tag.ordinal()];
    if (place < 0) {
      return NO_NUMBER;
    }
    String text = text(tag);
    return text.isEmpty() ? integer(place) : parse(text);
  }

  /** Whether the number is a number already, not the text of one. */
  boolean isNumber(Tag tag) {
    int place = places[tag.ordinal()];
    return place >= 0 && integer(place) != NO_NUMBER;
  }

  /** Whether the span came with {@code true} or {@code false} there, and which. */
  boolean is(Tag tag, boolean value) {
    int place = places[tag.ordinal()];
    return place >= 0 && place < attributes.size() && attributes.booleanAt(place, !value) == value;
  }

  private long integer(int place) {
    return written == null
        ? attributes.integerAt(place, NO_NUMBER)
        : written.integerAt(place, NO_NUMBER);
  }

  /** What is written from now on is read from there. */
  void copied(Attributes.Builder copy) {
    written = copy;
  }

  /** Takes note of what a rule wrote. */
  void wrote(Tag tag, int at) {
    places[tag.ordinal()] = at;
  }

  /** Takes note that a rule took it out. */
  void removed(Tag tag) {
    places[tag.ordinal()] = ABSENT;
  }

  /** A whole number that is not negative. */
  private static long parse(String text) {
    int length = text.length();
    if (length > LONGEST_NUMBER) {
      return NO_NUMBER;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
