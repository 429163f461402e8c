package dev.ichnos.codec.datadog;

import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * Says what went wrong in the tags that Datadog shows: message, type and stack, from the status,
 * the last event that tells of an exception, and the HTTP status code. Only a span whose status is
 * ERROR is an error; an exception that was handled stays an event.
 */
final class ErrorTags {
  private ErrorTags() {}

  /** Puts the tags, if the span failed. */
  static boolean put(Span span, CallFacts facts, TagTable tags, Losses losses) {
    if (span.status().code() != Status.Code.ERROR) {
      return false;
    }
    String message = span.status().message();
    String type = span.attributes().string(OtelKeys.ERROR_TYPE);
    String stack = "";
    for (int i = span.events().size() - 1; i >= 0; i--) {
      Event event = span.events().get(i);
      if (event.name().equals(OtelKeys.EXCEPTION)) {
        message = either(message, event.attributes().string(OtelKeys.EXCEPTION_MESSAGE));
        type = either(type, event.attributes().string(OtelKeys.EXCEPTION_TYPE));
        stack = event.attributes().string(OtelKeys.EXCEPTION_STACKTRACE);
        break;
      }
    }
    if (message.isEmpty() && facts.httpStatus >= 400) {
      message = HttpReasons.of((int) facts.httpStatus);
    }
    put(OwnTags.ERROR_MESSAGE, message, tags, losses);
    if (!message.isEmpty()) {
      tags.put(OwnTags.ERROR_MSG, tags.text(DatadogKeys.ERROR_MESSAGE));
    }
    put(OwnTags.ERROR_TYPE, type, tags, losses);
    put(OwnTags.ERROR_STACK, stack, tags, losses);
    return true;
  }

  private static void put(TagKey key, String value, TagTable tags, Losses losses) {
    if (!value.isEmpty()) {
      tags.put(key, losses.cutMarked(value, Limits.VALUE));
    }
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
