package dev.ichnos.codec.otlp;

import java.util.Arrays;

/**
 * The lengths of texts and messages of one request, in the order in which they are written: a queue
 * of ints that the sizer fills and the writer empties, so that nothing is measured twice.
 */
final class ProtoSizes {
  /** A span of 20 text attributes needs 43; growing step by step cost three times as much. */
  private static final int PER_SPAN = 48;

  private static final int MOST_AT_FIRST = 1 << 18;

  private int[] sizes;
  private int end;
  private int next;

  ProtoSizes(int spans) {
    sizes = new int[Math.min(1 + spans, MOST_AT_FIRST / PER_SPAN) * PER_SPAN];
  }

  /** Keeps a place for a size that is known only after those behind it. */
  int reserve() {
    if (end == sizes.length) {
      sizes = Arrays.copyOf(sizes, end * 2);
    }
    return end++;
  }

  void set(int place, int size) {
    sizes[place] = size;
  }

  void add(int size) {
    set(reserve(), size);
  }

  int next() {
    return sizes[next++];
  }
}
