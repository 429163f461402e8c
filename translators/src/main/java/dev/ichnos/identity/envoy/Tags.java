package dev.ichnos.identity.envoy;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Arrays;

/**
 * What the attributes of one span say, read in one pass, and where each stands. Used again for
 * every span of a batch; not thread-safe.
 */
final class Tags implements AttributeVisitor {
  /** What {@link #number} is where there is none. */
  static final long NO_NUMBER = Long.MIN_VALUE;

  private static final int ABSENT = -1;
  private static final int LONGEST_NUMBER = 18;

  private final int[] places = new int[Tag.COUNT];
  private final String[] texts = new String[Tag.COUNT];
  private final long[] numbers = new long[Tag.COUNT];
  private int place;

  /** Forgets the span before and reads this one. */
  void read(Attributes attributes) {
    Arrays.fill(places, ABSENT);
    place = 0;
    attributes.forEach(this);
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
    int at = tag.ordinal();
    return places[at] < 0 ? "" : texts[at];
  }

  /** The text; empty where there is none, and where the proxy had nothing to say: {@code -}. */
  String stated(Tag tag) {
    String text = text(tag);
    return text.equals("-") ? "" : text;
  }

  /** The number, also where it is written as text; {@link #NO_NUMBER} where there is none. */
  long number(Tag tag) {
    int at = tag.ordinal();
    if (places[at] < 0) {
      return NO_NUMBER;
    }
    return numbers[at] != NO_NUMBER ? numbers[at] : parse(texts[at]);
  }

  /** Whether the number is a number already, not the text of one. */
  boolean isNumber(Tag tag) {
    int at = tag.ordinal();
    return places[at] >= 0 && numbers[at] != NO_NUMBER;
  }

  /** Takes note of what a rule wrote. */
  void wrote(Tag tag, String value, int at) {
    note(tag, at, value, NO_NUMBER);
  }

  /** Takes note of what a rule wrote. */
  void wrote(Tag tag, long value, int at) {
    note(tag, at, "", value);
  }

  /** Takes note that a rule took it out. */
  void removed(Tag tag) {
    places[tag.ordinal()] = ABSENT;
  }

  private void note(Tag tag, int at, String text, long number) {
    places[tag.ordinal()] = at;
    texts[tag.ordinal()] = text;
    numbers[tag.ordinal()] = number;
  }

  /** A whole number that is not negative. */
  private static long parse(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST_NUMBER) {
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

  private void next(String key, String text, long number) {
    Tag tag = Tag.of(key);
    if (tag != null) {
      note(tag, place, text, number);
    }
    place++;
  }

  @Override
  public void stringValue(String key, String value) {
    next(key, value, NO_NUMBER);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    next(key, value ? "true" : "false", NO_NUMBER);
  }

  @Override
  public void longValue(String key, long value) {
    next(key, "", value);
  }

  @Override
  public void doubleValue(String key, double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
    next(key, "", whole ? (long) value : NO_NUMBER);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    next(key, "", NO_NUMBER);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    next(key, "", NO_NUMBER);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    next(key, "", NO_NUMBER);
  }

  @Override
  public void emptyValue(String key) {
    next(key, "", NO_NUMBER);
  }
}
