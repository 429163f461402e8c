package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a span says of its failure, and the status and event that become of it: the reverse of
 * {@link ErrorTags}. Texts are empty when absent.
 */
final class IncomingError {
  String message = "";
  String msg = "";
  String type = "";
  String stack = "";
  String otelCode = "";
  String otelDescription = "";
  String httpStatus = "";

  /** What the last {@link #settle} came to. */
  Status status = Status.UNSET;

  void clear() {
    message = msg = type = stack = otelCode = otelDescription = httpStatus = "";
    status = Status.UNSET;
  }

  /**
   * All tags were read.
   *
   * @param failed what the field {@code error} says
   * @param endEpochNanos the time of an exception of which only a stack is known
   * @param events the span's
   */
  void settle(boolean failed, long endEpochNanos, List<Event> events, IncomingSpan span) {
    if (!failed && !otelCode.equalsIgnoreCase("Error")) {
      settleGood(span);
      return;
    }
    Event exception = lastException(events);
    String text = message.isEmpty() ? msg : message;
    boolean derived =
        !otelCode.isEmpty() && otelDescription.isEmpty() && isDerived(text, exception);
    String description = otelDescription.isEmpty() && !derived ? text : otelDescription;
    status = new Status(Status.Code.ERROR, description);
    if (!derived) {
      put(DatadogKeys.ERROR_MESSAGE, message.equals(description) ? "" : message, span);
      boolean said = msg.equals(description) || msg.equals(message);
      put(DatadogKeys.ERROR_MSG, said ? "" : msg, span);
    }
    if (!stack.isEmpty() && !stack.equals(of(exception, OtelKeys.EXCEPTION_STACKTRACE))) {
      span.event(exception(text, endEpochNanos));
    }
  }

  private void settleGood(IncomingSpan span) {
    put(DatadogKeys.ERROR_MESSAGE, message, span);
    put(DatadogKeys.ERROR_MSG, msg, span);
    put(DatadogKeys.ERROR_STACK, stack, span);
    boolean ok = otelCode.equalsIgnoreCase("Ok");
    if (ok || !otelDescription.isEmpty()) {
      status = new Status(ok ? Status.Code.OK : Status.Code.UNSET, otelDescription);
    }
  }

  /** Whether an encoder put it there for want of a status message. */
  private boolean isDerived(String text, @Nullable Event exception) {
    return text.equals(of(exception, OtelKeys.EXCEPTION_MESSAGE)) || text.equals(reason());
  }

  private String reason() {
    try {
      return HttpReasons.of(Integer.parseInt(httpStatus));
    } catch (NumberFormatException e) {
      return "";
    }
  }

  private Event exception(String text, long epochNanos) {
    Attributes.Builder attributes = Attributes.builder();
    if (!type.isEmpty()) {
      attributes.put(OtelKeys.EXCEPTION_TYPE, type);
    }
    if (!text.isEmpty()) {
      attributes.put(OtelKeys.EXCEPTION_MESSAGE, text);
    }
    attributes.put(OtelKeys.EXCEPTION_STACKTRACE, stack);
    return new Event(epochNanos, OtelKeys.EXCEPTION, attributes.build(), 0);
  }

  private static @Nullable Event lastException(List<Event> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).name().equals(OtelKeys.EXCEPTION)) {
        return events.get(i);
      }
    }
    return null;
  }

  private static String of(@Nullable Event event, String key) {
    return event == null ? "" : event.attributes().string(key);
  }

  private static void put(String key, String value, IncomingSpan span) {
    if (!value.isEmpty()) {
      span.put(key, value);
    }
  }
}
