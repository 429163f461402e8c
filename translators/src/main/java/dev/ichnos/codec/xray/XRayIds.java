package dev.ichnos.codec.xray;

import dev.ichnos.codec.wire.HexIds;

/**
 * X-Ray's ids. A trace id is {@code 1-}, eight hex digits that were meant as a time in seconds,
 * {@code -} and 24 more: 128 bits. A segment's id is 16 hex digits.
 */
final class XRayIds {
  static final String TRACE_ID = "1-, 8 hex digits, - and 24 hex digits";
  static final String SEGMENT_ID = "16 hex digits";

  private static final int TRACE_ID_LENGTH = 35;
  private static final int TIME_AT = 2;
  private static final int DASH_AT = 10;
  private static final int REST_AT = 11;
  private static final int PLAIN_TRACE_ID_LENGTH = 32;
  private static final int SEGMENT_ID_LENGTH = 16;

  private XRayIds() {}

  /** The 32 digits of a trace id, also of one that came in W3C's form; empty if it is none. */
  static char[] traceIdDigits(String text) {
    String digits = text;
    if (text.length() == TRACE_ID_LENGTH && text.startsWith("1-") && text.charAt(DASH_AT) == '-') {
      digits = text.substring(TIME_AT, DASH_AT) + text.substring(REST_AT);
    }
    char[] chars = digits.toCharArray();
    return chars.length == PLAIN_TRACE_ID_LENGTH && HexIds.areDigits(chars, 0, chars.length)
        ? chars
        : new char[0];
  }

  /** Whether it has the form of a segment id; zeros have. */
  static boolean isSegmentId(String text) {
    return text.length() == SEGMENT_ID_LENGTH
        && HexIds.areDigits(text.toCharArray(), 0, SEGMENT_ID_LENGTH);
  }

  /** The number of a text that {@link #isSegmentId}. */
  static long segmentId(String text) {
    return HexIds.parse(text.toCharArray(), 0, SEGMENT_ID_LENGTH);
  }
}
