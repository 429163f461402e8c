package dev.ichnos.codec.otlp;

import java.util.Arrays;

/**
 * The lengths of texts and messages of one request, in the order in which they are written: a queue
 * of ints that the sizer fills and the writer empties, so that nothing is measured twice.
 */
final class ProtoSizes {
  private int[] sizes = new int[256];
  private int end;
  private int next;

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
