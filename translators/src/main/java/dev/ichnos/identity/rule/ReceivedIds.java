package dev.ichnos.identity.rule;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;

/**
 * The ids of a span as they came on the wire, whatever rules made of them since: from the {@code
 * ichnos.original_*} attributes where these are there and well formed, else the span's own.
 */
public final class ReceivedIds {
  private ReceivedIds() {}

  /** Upper half of the trace id; 0 for a 64-bit one. */
  public static long traceIdHigh(Span span) {
    String original = span.attributes().string(IchnosKeys.ORIGINAL_TRACE_ID);
    if (!isId(original, 32) && !isId(original, 16)) {
      return span.traceIdHigh();
    }
    return original.length() == 16 ? 0 : parse(original, 0);
  }

  /** Lower half of the trace id. */
  public static long traceIdLow(Span span) {
    String original = span.attributes().string(IchnosKeys.ORIGINAL_TRACE_ID);
    if (!isId(original, 32) && !isId(original, 16)) {
      return span.traceIdLow();
    }
    return parse(original, original.length() - 16);
  }

  /** The span id. */
  public static long spanId(Span span) {
    String original = span.attributes().string(IchnosKeys.ORIGINAL_SPAN_ID);
    return isId(original, 16) ? parse(original, 0) : span.spanId();
  }

  /** The parent span id; 0 for a root span. */
  public static long parentSpanId(Span span) {
    String original = span.attributes().string(IchnosKeys.ORIGINAL_PARENT_SPAN_ID);
    return isId(original, 16) ? parse(original, 0) : span.parentSpanId();
  }

  /**
   * Whether two trace ids can be of one trace: equal, or equal in the lower half where one of them
   * is 64 bits wide.
   */
  public static boolean sameTrace(long high, long low, long otherHigh, long otherLow) {
    return low == otherLow && (high == otherHigh || high == 0 || otherHigh == 0);
  }

  private static boolean isId(String text, int digits) {
    if (text.length() != digits) {
      return false;
    }
    for (int i = 0; i < digits; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static long parse(String text, int from) {
    long id = 0;
    for (int i = from; i < from + 16; i++) {
      id = id << 4 | digit(text.charAt(i));
    }
    return id;
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
