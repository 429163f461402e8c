package dev.ichnos.codec;

import java.util.Locale;

/** What a decoder put right in a span that it kept; {@link #label()} is the metrics' label. */
public enum MendReason {
  /** Bytes that are not UTF-8, or unpaired surrogates, became U+FFFD. */
  INVALID_UTF8,
  /** An id with fewer digits than its width was padded with zeros on the left. */
  SHORT_ID,
  /** A number came as text, or in scientific notation. */
  NUMBER_SHAPE,
  /** A value came as another type than the format states, such as a number for a text. */
  VALUE_TYPE,
  /** A parent id of zeros, or one equal to the span's own id, was taken as no parent. */
  PARENT_ID,
  /** An end before the start, or a time outside what can be expressed. */
  TIME,
  /** A field that cannot be used was left out; the span is otherwise whole. */
  FIELD_LEFT_OUT,
  /** More attributes, events or links than the limits allow; the rest were left out and counted. */
  LIMIT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower snake case, as in the metrics. */
  public String label() {
    return label;
  }
}
