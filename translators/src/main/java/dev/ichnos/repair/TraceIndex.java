package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.SplittableRandom;

/**
 * The spans of one trace by their ids and by their parents' ids: one hash table for both, since
 * most ids are both. Spans are numbers from 0, their places in the draft; -1 is none.
 *
 * <p>A key's spans are chained. A hostile trace may put all its spans in one chain: who walks a
 * chain asks for its length first, or walks it once for all spans of the id.
 */
final class TraceIndex {
  /** Only moves keys within tables, so that no sender can aim for one place. */
  private static final long SEED = new SplittableRandom().nextLong();

  private static final int FIRST = 0;
  private static final int SPANS = 1;
  private static final int FIRST_CHILD = 2;
  private static final int CHILDREN = 3;
  private static final int WIDTH = 4;

  private final int mask;
  private final long[] keys;

  /** For each place of {@link #keys}: first span + 1, spans, first child + 1, children. */
  private final int[] places;

  private final int[] next;
  private final int[] nextSibling;

  /** Where in {@link #places} a span's own id is, and its parent's; -1 for the id 0. */
  private final int[] idPlace;

  private final int[] parentPlace;
  private boolean hasRepeatedIds;

  TraceIndex(Span[] spans, int size) {
    int capacity = Integer.highestOneBit(Math.max(2, 3 * size - 1)) << 1;
    mask = capacity - 1;
    keys = new long[capacity];
    places = new int[capacity * WIDTH];
    next = new int[size];
    nextSibling = new int[size];
    idPlace = new int[size];
    parentPlace = new int[size];
    for (int i = size - 1; i >= 0; i--) {
      int place = put(spans[i].spanId(), FIRST, next, i);
      idPlace[i] = place;
      hasRepeatedIds |= place >= 0 && places[place + SPANS] > 1;
      parentPlace[i] = put(spans[i].parentSpanId(), FIRST_CHILD, nextSibling, i);
    }
  }

  private int put(long key, int kind, int[] chain, int span) {
    if (key == 0) {
      chain[span] = -1;
      return -1;
    }
    int slot = slot(key);
    keys[slot] = key;
    int place = slot * WIDTH;
    chain[span] = places[place + kind] - 1;
    places[place + kind] = span + 1;
    places[place + kind + 1]++;
    return place;
  }

  /** Whether any id has more than one span. */
  boolean hasRepeatedIds() {
    return hasRepeatedIds;
  }

  /** Whether the span is the first with its id. */
  boolean isFirst(int span) {
    int place = idPlace[span];
    return place >= 0 && places[place + FIRST] == span + 1;
  }

  /** How many spans have the span's id; 0 if that is 0. */
  int same(int span) {
    return at(idPlace[span], SPANS);
  }

  /** How many spans have the id of the span's parent. */
  int parents(int span) {
    return at(parentPlace[span], SPANS);
  }

  /** The first span with the id of the span's parent. */
  int firstParent(int span) {
    return at(parentPlace[span], FIRST) - 1;
  }

  /** The span's parent, if there is exactly one span with that id. */
  int onlyParent(int span) {
    return parents(span) == 1 ? firstParent(span) : -1;
  }

  /** How many spans name the span's parent as theirs, itself included. */
  int siblings(int span) {
    return at(parentPlace[span], CHILDREN);
  }

  /** The first span with the span's id. */
  int firstSame(int span) {
    return at(idPlace[span], FIRST) - 1;
  }

  /** The first span whose parent has the span's id. */
  int firstChildOf(int span) {
    return at(idPlace[span], FIRST_CHILD) - 1;
  }

  private int at(int place, int kind) {
    return place < 0 ? 0 : places[place + kind];
  }

  /** The first span with this id. */
  int first(long id) {
    return read(id, FIRST) - 1;
  }

  /** The next span with the same id. */
  int next(int span) {
    return next[span];
  }

  /** How many spans have this id. */
  int count(long id) {
    return read(id, SPANS);
  }

  /** The span with this id, if there is exactly one. */
  int only(long id) {
    if (id == 0) {
      return -1;
    }
    int place = slot(id) * WIDTH;
    return places[place + SPANS] == 1 ? places[place + FIRST] - 1 : -1;
  }

  /** The first span whose parent has this id. */
  int firstChild(long id) {
    return read(id, FIRST_CHILD) - 1;
  }

  /** The next span with the same parent id. */
  int nextSibling(int span) {
    return nextSibling[span];
  }

  /** How many spans name this id as their parent. */
  int children(long id) {
    return read(id, CHILDREN);
  }

  private int read(long key, int kind) {
    return key == 0 ? 0 : places[slot(key) * WIDTH + kind];
  }

  /** Where the key is, or would be. */
  private int slot(long key) {
    long hash = (key ^ SEED) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ hash >>> 32) * 0xC4CEB9FE1A85EC53L;
    int slot = (int) (hash >>> 32) & mask;
    while (keys[slot] != key && keys[slot] != 0) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
