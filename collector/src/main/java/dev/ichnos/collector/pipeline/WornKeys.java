package dev.ichnos.collector.pipeline;

/**
 * Keys of tokens that requests had which are over, so that they are no evidence any more: who sends
 * one id with all requests is found out by the second.
 *
 * <p>Bounded by number and age: two generations, the older of which goes when the younger is full,
 * or ten minutes old. A key that is met again is young again. Its clock is the window's, so that
 * every lane remembers the same.
 */
final class WornKeys {
  /** Of a generation; 2 MB. */
  static final int MOST = 1 << 17;

  static final long AGE_NANOS = 600_000_000_000L;

  private LongSet young = new LongSet();
  private LongSet old = new LongSet();
  private long youngSince = Long.MIN_VALUE;

  boolean contains(long key) {
    return young.contains(key) || old.contains(key);
  }

  void add(long key, long epochNanos) {
    if (youngSince == Long.MIN_VALUE) {
      youngSince = epochNanos;
    }
    if (young.size() >= MOST || epochNanos - youngSince >= AGE_NANOS) {
      boolean stale = epochNanos - youngSince >= 2 * AGE_NANOS;
      old = stale ? new LongSet() : young;
      young = new LongSet();
      youngSince = epochNanos;
    }
    young.add(key);
  }

  /** An open-addressed set of numbers; 0 stands for a free place, and for itself elsewhere. */
  private static final class LongSet {
    private long[] places = new long[1 << 8];
    private int size;
    private boolean hasZero;

    int size() {
      return size;
    }

    boolean contains(long key) {
      return key == 0 ? hasZero : places[place(places, key)] == key;
    }

    void add(long key) {
      if (key == 0) {
        hasZero = true;
        return;
      }
      int place = place(places, key);
      if (places[place] == key) {
        return;
      }
      places[place] = key;
      size++;
      if (size * 2 > places.length) {
        grow();
      }
    }

    private void grow() {
      long[] larger = new long[places.length * 2];
      for (long key : places) {
        if (key != 0) {
          larger[place(larger, key)] = key;
        }
      }
      places = larger;
    }

    /** Keys are hashes. */
    private static int place(long[] places, long key) {
      int place = (int) key & places.length - 1;
      while (places[place] != 0 && places[place] != key) {
        place = place + 1 & places.length - 1;
      }
      return place;
    }
  }
}
