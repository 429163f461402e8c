package dev.ichnos.collector.pipeline;

import dev.ichnos.model.IdHash;
import dev.ichnos.repair.TraceDecisions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What was decided on closed traces, in the order in which they were added and found by key: longs
 * in few large arrays, since as many objects as a lane closes traces in minutes would keep the
 * garbage collector busy. Several records may have one key.
 *
 * <p>Of a record: key, time, link and length, {@link TraceDecisions}. The decisions on a large
 * trace are an object beside it, whose room is free as soon as it leaves; the room of a record is
 * when all before it have left.
 *
 * <p>Not thread-safe.
 */
final class ClosedTraces {
  /** No record. */
  static final long NONE = -1;

  private static final int LEAST_BUCKETS = 1 << 6;
  private static final int MOST_LONGS = 64;

  private static final int TIME = 1;
  private static final int LINK = 2;
  private static final int DECISIONS = 3;

  /** The link: the position of the next in the bucket + 1, a bit, the record's length. */
  private static final int LINK_SHIFT = 16;

  private static final long LEFT = 1 << 15;
  private static final long LENGTH = LEFT - 1;

  /** Only the upper half: the decisions are among the {@link #large}. */
  private static final int LARGE_LENGTH = DECISIONS + 1;

  /** A record's share of the buckets. */
  private static final int BUCKET_BYTES = 2 * Long.BYTES;

  /** An entry of the map, its key, and its place. */
  private static final int LARGE_BYTES = 32 + 24 + 8;

  /** Where keys go, so that no sender can aim for one bucket. */
  private final long seed = new SplittableRandom().nextLong();

  private final LongRecords records = new LongRecords();

  /** Position of the newest record + 1; 0 for none. */
  private long[] buckets = new long[LEAST_BUCKETS];

  private final Map<Long, TraceDecisions> large = new HashMap<>();
  private int traces;
  private long bytes;

  void add(long key, TraceDecisions decisions, long epochNanos) {
    if (traces == buckets.length) {
      resize(2 * traces);
    }
    boolean isLarge = decisions.size() > MOST_LONGS;
    int length = isLarge ? LARGE_LENGTH : DECISIONS + decisions.size();
    long record = records.add(length);
    long[] longs = records.array(record);
    int at = LongRecords.at(record);
    longs[at] = key;
    longs[at + TIME] = epochNanos;
    longs[at + LINK] = length;
    if (isLarge) {
      longs[at + DECISIONS] = decisions.high();
      large.put(record, decisions);
      bytes += bytesOf(decisions);
    } else {
      decisions.copyTo(longs, at + DECISIONS);
    }
    link(record);
    traces++;
    bytes += bytesOf(length);
  }

  /** The record of the key that was added last. */
  long newest(long key) {
    return from(buckets[bucket(key)] - 1, key);
  }

  /** The one of the same key that was added before it. */
  long older(long record) {
    return from(nextInBucket(record), key(record));
  }

  /** The record that was added first. */
  long eldest() {
    return records.isEmpty() ? NONE : records.first();
  }

  long epochNanos(long record) {
    return get(record, TIME);
  }

  /** {@link TraceDecisions#high()}. */
  long high(long record) {
    return TraceDecisions.high(records.array(record), LongRecords.at(record) + DECISIONS);
  }

  TraceDecisions decisions(long record) {
    int length = length(record);
    return length == LARGE_LENGTH
        ? Objects.requireNonNull(large.get(record))
        : TraceDecisions.copyOf(
            records.array(record), LongRecords.at(record) + DECISIONS, length - DECISIONS);
  }

  void remove(long record) {
    if (length(record) == LARGE_LENGTH) {
      bytes -= bytesOf(decisions(record));
      large.remove(record);
    }
    unlink(record);
    set(record, LINK, LEFT | length(record));
    traces--;
    while (!records.isEmpty() && (get(records.first(), LINK) & LEFT) != 0) {
      int length = length(records.first());
      bytes -= bytesOf(length);
      records.removeFirst(length);
    }
    if (traces < buckets.length / 4 && buckets.length > LEAST_BUCKETS) {
      resize(buckets.length / 2);
    }
  }

  void clear() {
    records.clear();
    large.clear();
    buckets = new long[LEAST_BUCKETS];
    traces = 0;
    bytes = 0;
  }

  /** Records that have not left. */
  int traces() {
    return traces;
  }

  /** What all records hold, those included that have left and whose room is not free yet. */
  long bytes() {
    return bytes;
  }

  private static long bytesOf(int length) {
    return (long) length * Long.BYTES + BUCKET_BYTES;
  }

  private static long bytesOf(TraceDecisions beside) {
    return (long) LARGE_BYTES + beside.retainedBytes();
  }

  private long from(long record, long key) {
    long at = record;
    while (at != NONE && key(at) != key) {
      at = nextInBucket(at);
    }
    return at;
  }

  private void link(long record) {
    int bucket = bucket(key(record));
    set(record, LINK, buckets[bucket] << LINK_SHIFT | length(record));
    buckets[bucket] = record + 1;
  }

  private void unlink(long record) {
    int bucket = bucket(key(record));
    long next = nextInBucket(record);
    long before = buckets[bucket] - 1;
    if (before == record) {
      buckets[bucket] = next + 1;
      return;
    }
    while (nextInBucket(before) != record) {
      before = nextInBucket(before);
    }
    set(before, LINK, (next + 1) << LINK_SHIFT | length(before));
  }

  private void resize(int length) {
    buckets = new long[length];
    for (long record = records.first(); record != records.end(); ) {
      int size = length(record);
      if ((get(record, LINK) & LEFT) == 0) {
        link(record);
      }
      record = records.next(record, size);
    }
  }

  private int bucket(long key) {
    return (int) IdHash.number(seed, key) & buckets.length - 1;
  }

  private long key(long record) {
    return get(record, 0);
  }

  private long nextInBucket(long record) {
    return (get(record, LINK) >>> LINK_SHIFT) - 1;
  }

  private int length(long record) {
    return (int) (get(record, LINK) & LENGTH);
  }

  private long get(long record, int field) {
    return records.array(record)[LongRecords.at(record) + field];
  }

  private void set(long record, int field, long value) {
    records.array(record)[LongRecords.at(record) + field] = value;
  }
}
