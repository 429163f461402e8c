package dev.ichnos.collector.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message that is written once, and sent many times with other ids and times: they are found by
 * the bytes of their placeholders, and written over in a copy.
 */
final class Template {
  /** More than any span takes, so that a missing placeholder is not sought in all the rest. */
  private static final int MAX_SPAN_BYTES = 8 << 10;

  private final byte[] message;
  private final Slot[][] slotsBySpan;

  private Template(byte[] message, Slot[][] slotsBySpan) {
    this.message = message;
    this.slotsBySpan = slotsBySpan;
  }

  /**
   * The template of a message.
   *
   * @throws IllegalStateException if a placeholder is not found in it
   */
  static Template of(MessageFormat format, List<EnvoySpan> spans) throws IOException {
    byte[] message = format.write(spans);
    Slot[][] slots = new Slot[spans.size()][];
    int from = 0;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slots(message, from, format.forms(), spans.get(i), i);
      for (Slot slot : slots[i]) {
        from = Math.max(from, slot.at + 1);
      }
    }
    return new Template(message, slots);
  }

  /** A copy, to be filled. */
  byte[] copy() {
    return message.clone();
  }

  /**
   * Writes what is different in one span.
   *
   * @param values by {@link Field#place}; times are when its request ended
   */
  void fill(byte[] copy, int span, long[] values) {
    for (Slot slot : slotsBySpan[span]) {
      slot.form.write(copy, slot.at, values[slot.field] + slot.offset);
    }
  }

  private static Slot[] slots(
      byte[] message, int from, Map<Field, Form> forms, EnvoySpan span, int number) {
    List<Slot> slots = new ArrayList<>();
    forms.forEach(
        (field, form) -> {
          if (field == Field.PARENT_SPAN_ID && span.parentSpanId() == 0) {
            return;
          }
          long placeholder =
              switch (field) {
                case START -> span.startEpochMicros();
                case END -> span.endEpochMicros();
                default -> field.placeholder(number);
              };
          boolean time = field == Field.START || field == Field.END;
          int at = find(message, from, form.bytes(placeholder));
          if (at < 0) {
            throw new IllegalStateException(field + " of span " + number + ": not in the message");
          }
          slots.add(
              new Slot(
                  form, field.place(), at, time ? placeholder - field.placeholder(number) : 0));
        });
    return slots.toArray(Slot[]::new);
  }

  private static int find(byte[] message, int from, byte[] wanted) {
    int end = Math.min(message.length, from + MAX_SPAN_BYTES) - wanted.length;
    for (int at = from; at <= end; at++) {
      int same = 0;
      while (same < wanted.length && message[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  /**
   * A place in the message.
   *
   * @param offset is added to the value
   */
  private record Slot(Form form, int field, int at, long offset) {}
}
