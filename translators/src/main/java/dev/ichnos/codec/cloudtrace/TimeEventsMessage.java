package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Span;
import java.util.List;

/**
 * Records events: as message events where they are the ones that gRPC libraries write, else as
 * annotations. Of too many the first and the last half are kept: what began and how it ended.
 */
final class TimeEventsMessage {
  private static final long OLDEST = CloudTraceLimits.OLDEST_EVENT.toNanos();
  private static final long LATEST = CloudTraceAdmission.MARGIN.toNanos();

  private final EncodeCounts counts;
  private final SmallAttributes attributes;

  TimeEventsMessage(KeyOrders<EntryOrder> orders, EncodeCounts counts) {
    this.counts = counts;
    this.attributes = new SmallAttributes(orders, counts);
  }

  /**
   * Records the field {@code time_events}; nothing when there is nothing to say.
   *
   * @param stackEvent the index of the event whose stack the span's stack trace is; -1 for none
   */
  void record(Span span, int stackEvent, ProtoTape tape) {
    List<Event> events = span.events();
    if (events.isEmpty() && span.droppedEventsCount() == 0) {
      return;
    }
    int annotations = 0;
    int messages = 0;
    for (Event event : events) {
      if (!isInTime(event, span)) {
        continue;
      }
      if (MessageEvents.isMessage(event)) {
        messages++;
      } else {
        annotations++;
      }
    }
    int mark = tape.begin(CloudTraceFields.SPAN_TIME_EVENTS);
    int annotation = 0;
    int message = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (!isInTime(event, span)) {
        continue;
      }
      if (MessageEvents.isMessage(event)) {
        if (isKept(message++, messages, CloudTraceLimits.MESSAGE_EVENTS)) {
          message(event, time(event, span), tape);
        }
      } else if (isKept(annotation++, annotations, CloudTraceLimits.ANNOTATIONS)) {
        annotation(event, time(event, span), i == stackEvent, tape);
      }
    }
    int droppedMessages = Math.max(0, messages - CloudTraceLimits.MESSAGE_EVENTS);
    int keptAnnotations = Math.min(annotations, CloudTraceLimits.ANNOTATIONS);
    int droppedAnnotations = events.size() - messages - keptAnnotations;
    counts.leftOut(droppedAnnotations + droppedMessages);
    tape.number(
        CloudTraceFields.TIME_EVENTS_DROPPED_ANNOTATIONS,
        EncodeCounts.sum(span.droppedEventsCount(), droppedAnnotations));
    tape.number(CloudTraceFields.TIME_EVENTS_DROPPED_MESSAGES, droppedMessages);
    tape.end(mark);
  }

  private static boolean isKept(int index, int count, int most) {
    return index < most / 2 || index >= count - most / 2;
  }

  /** An event without a time of its own happened within its span. */
  private static long time(Event event, Span span) {
    return event.epochNanos() == 0 ? span.startEpochNanos() : event.epochNanos();
  }

  /** Later than its span's end by more than clocks differ, it may be too far ahead altogether. */
  private static boolean isInTime(Event event, Span span) {
    long time = time(event, span);
    return time > 0
        && time >= span.startEpochNanos() - OLDEST
        && time - LATEST <= span.endEpochNanos();
  }

  private static void message(Event event, long time, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.TIME_EVENTS_EVENT);
    tape.timestamp(CloudTraceFields.EVENT_TIME, time);
    int message = tape.begin(CloudTraceFields.EVENT_MESSAGE);
    MessageEvents.record(event, tape);
    tape.end(message);
    tape.end(mark);
  }

  private void annotation(Event event, long time, boolean stackIsSaid, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.TIME_EVENTS_EVENT);
    tape.timestamp(CloudTraceFields.EVENT_TIME, time);
    int annotation = tape.begin(CloudTraceFields.EVENT_ANNOTATION);
    String description = description(event);
    boolean describedByStack =
        description.equals(event.attributes().string(ExceptionKeys.STACK))
            && ExceptionKeys.isException(event);
    counts.cut(
        tape.truncatable(
            CloudTraceFields.ANNOTATION_DESCRIPTION,
            description,
            CloudTraceLimits.DESCRIPTION_BYTES));
    attributes.load(event.attributes(), stackIsSaid || describedByStack ? ExceptionKeys.STACK : "");
    attributes.record(
        CloudTraceFields.ANNOTATION_ATTRIBUTES,
        CloudTraceLimits.ANNOTATION_ATTRIBUTES,
        event.droppedAttributesCount(),
        tape);
    tape.end(annotation);
    tape.end(mark);
  }

  /** The event's name; of an exception what it says, since all of them have one name. */
  private static String description(Event event) {
    if (!ExceptionKeys.isException(event)) {
      return event.name();
    }
    Attributes attributes = event.attributes();
    String said = ExceptionKeys.description(attributes);
    if (!said.isEmpty()) {
      return said;
    }
    String stack = attributes.string(ExceptionKeys.STACK);
    return stack.isEmpty() ? event.name() : stack;
  }
}
