package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;
import java.util.List;

/** Finds spans of a list by their id, without boxes: open addressing, at most half full. */
final class SpanIndex {
  private final List<Span> spans;

  /** Places in the list, plus one; 0 is free. */
  private final int[] slots;

  SpanIndex(List<Span> spans) {
    this.spans = spans;
    slots = new int[Integer.highestOneBit(Math.max(1, spans.size())) * 4];
    for (int i = 0; i < spans.size(); i++) {
      int slot = slot(spans.get(i).spanId());
      if (slots[slot] == 0) {
        slots[slot] = i + 1;
      }
    }
  }

  /** The place of the first span with this id; -1 if there is none. */
  int find(long spanId) {
    return slots[slot(spanId)] - 1;
  }

  /** The id's slot, or the free one where it would be. */
  private int slot(long spanId) {
    long mixed = spanId * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[slot] != 0 && spans.get(slots[slot] - 1).spanId() != spanId) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
