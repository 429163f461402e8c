package dev.ichnos.propagation;

/** A deviation from a family's exact form that is read all the same. */
public enum Leniency {
  /** Upper-case hex digits, where the form has lower case. */
  UPPER_CASE_HEX("upper-case hex digits"),
  /** {@code true} or {@code false} for {@code 1} or {@code 0}. */
  WORD_FOR_DECISION("true or false for 1 or 0"),
  /** A parent span id of zeros, read as none. */
  ZERO_PARENT("a parent span id of zeros, read as none");

  private final String text;

  Leniency(String text) {
    this.text = text;
  }

  /** A few words for people, to follow "read leniently: ". */
  public String text() {
    return text;
  }
}
