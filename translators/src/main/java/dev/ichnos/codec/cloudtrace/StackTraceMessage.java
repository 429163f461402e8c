package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Event;
import java.util.List;

/**
 * Records the stack of the last exception that can be read: a span has room for one, and the last
 * is the one that ended it.
 */
final class StackTraceMessage {
  private final EncodeCounts counts;

  StackTraceMessage(EncodeCounts counts) {
    this.counts = counts;
  }

  /** Records the field {@code stack_trace}; the index of its event, -1 when there is none. */
  int record(List<Event> events, ProtoTape tape) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      if (!ExceptionKeys.isException(event)) {
        continue;
      }
      String stack = event.attributes().string(ExceptionKeys.STACK);
      StackText text = StackText.of(stack);
      if (!text.frames().isEmpty()) {
        record(text, tape);
        return i;
      }
    }
    return -1;
  }

  private void record(StackText text, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.SPAN_STACK_TRACE);
    int frames = tape.begin(CloudTraceFields.STACK_FRAMES);
    for (StackFrame frame : text.frames()) {
      int frameMark = tape.begin(CloudTraceFields.FRAMES_FRAME);
      counts.cut(
          tape.truncatable(
              CloudTraceFields.FRAME_FUNCTION, frame.function(), CloudTraceLimits.FUNCTION_BYTES));
      if (!frame.file().isEmpty()) {
        counts.cut(
            tape.truncatable(
                CloudTraceFields.FRAME_FILE, frame.file(), CloudTraceLimits.FILE_BYTES));
      }
      tape.number(CloudTraceFields.FRAME_LINE, frame.line());
      tape.number(CloudTraceFields.FRAME_COLUMN, frame.column());
      tape.end(frameMark);
    }
    tape.number(CloudTraceFields.FRAMES_DROPPED, text.dropped());
    counts.leftOut(text.dropped());
    tape.end(frames);
    tape.end(mark);
  }
}
