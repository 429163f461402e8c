package dev.ichnos.collector.it;

import java.time.Instant;
import java.util.Map;

/**
 * What a program says that it has sent.
 *
 * @param spans by role
 * @param earliest before the first of them started
 * @param latest after the last of them ended
 */
record SentOrder(Map<String, SentSpan> spans, Instant earliest, Instant latest) {
  SentOrder {
    spans = Map.copyOf(spans);
  }

  /**
   * One span.
   *
   * @param traceId 32 hex digits, or empty where the library does not show it
   * @param spanId 16 hex digits, or empty
   */
  record SentSpan(String traceId, String spanId) {}
}
