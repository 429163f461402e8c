package dev.ichnos.codec.skywalking;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.semconv.OtelKeys;

/**
 * One of a span's {@code logs} while it is read: pairs of texts at one time. Used again for every
 * log of a message.
 *
 * <p>The pair {@code event} names it; so does a pair without a key, which is how Envoy writes one.
 * Agents write an exception as {@code event=error} with {@code error.kind}, {@code message} and
 * {@code stack} (apache/skywalking-java ThrowableTransformer and AbstractTracingSpan#log @ 9.6).
 */
final class LogDraft {
  private static final String EVENT = "event";
  private static final String ERROR = "error";
  private static final String ERROR_KIND = "error.kind";
  private static final String MESSAGE = "message";
  private static final String STACK = "stack";
  private static final String UNNAMED = "log";

  private final int maxAttributes;
  private final Attributes.Builder data = Attributes.builder();
  private String name = "";
  private String kind = "";
  private String message = "";
  private String stack = "";
  private int dropped;
  long epochNanos;

  LogDraft(int maxAttributes) {
    this.maxAttributes = maxAttributes;
  }

  void clear() {
    data.clear();
    name = "";
    kind = "";
    message = "";
    stack = "";
    dropped = 0;
    epochNanos = 0;
  }

  void pair(String key, String value) {
    switch (key) {
      case EVENT, "" -> {
        if (name.isEmpty()) {
          name = value;
        } else {
          attribute(key, value);
        }
      }
      case ERROR_KIND -> kind = value;
      case MESSAGE -> message = value;
      case STACK -> stack = value;
      default -> attribute(key, value);
    }
  }

  private void attribute(String key, String value) {
    if (data.size() >= maxAttributes && !data.contains(key)) {
      dropped++;
      return;
    }
    data.put(key, value);
  }

  Event event() {
    boolean exception = name.equals(ERROR) && !(kind.isEmpty() && stack.isEmpty());
    putUnlessEmpty(exception ? OtelKeys.EXCEPTION_TYPE : ERROR_KIND, kind);
    putUnlessEmpty(exception ? OtelKeys.EXCEPTION_MESSAGE : MESSAGE, message);
    putUnlessEmpty(exception ? OtelKeys.EXCEPTION_STACKTRACE : STACK, stack);
    String shown = exception ? OtelKeys.EXCEPTION : name.isEmpty() ? UNNAMED : name;
    return new Event(epochNanos, shown, data.build(), dropped);
  }

  private void putUnlessEmpty(String key, String value) {
    if (!value.isEmpty()) {
      attribute(key, value);
    }
  }
}
