package dev.ichnos.collector.pipeline;

import dev.ichnos.model.IdHash;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Open traces by their keys: a hash table whose links are the traces' own, so that it holds nothing
 * but one array. Several traces may have one key.
 */
final class OpenTraceTable {
  static final int LEAST_BUCKETS = 1 << 6;

  /** Where keys go, so that no sender can aim for one bucket. */
  private final long seed = new SplittableRandom().nextLong();

  private @Nullable OpenTrace[] buckets = new OpenTrace[LEAST_BUCKETS];
  private int size;

  /** The trace of this key that was added last; null if there is none. */
  @Nullable OpenTrace first(long key) {
    return from(buckets[bucket(key)], key);
  }

  /** The one that was added before it, of those with its key. */
  static @Nullable OpenTrace next(OpenTrace trace) {
    return from(trace.nextInBucket, trace.key);
  }

  void add(OpenTrace trace) {
    if (size == buckets.length) {
      resize(2 * size);
    }
    int bucket = bucket(trace.key);
    trace.nextInBucket = buckets[bucket];
    buckets[bucket] = trace;
    size++;
  }

  /** Takes out a trace that is in. */
  void remove(OpenTrace trace) {
    int bucket = bucket(trace.key);
    @Nullable OpenTrace before = before(trace, buckets[bucket]);
    if (before == null) {
      buckets[bucket] = trace.nextInBucket;
    } else {
      before.nextInBucket = trace.nextInBucket;
    }
    trace.nextInBucket = null;
    size--;
    if (size < buckets.length / 8 && buckets.length > LEAST_BUCKETS) {
      resize(buckets.length / 2);
    }
  }

  void clear() {
    buckets = new OpenTrace[LEAST_BUCKETS];
    size = 0;
  }

  int size() {
    return size;
  }

  int buckets() {
    return buckets.length;
  }

  private int bucket(long key) {
    return (int) IdHash.number(seed, key) & buckets.length - 1;
  }

  private static @Nullable OpenTrace from(@Nullable OpenTrace first, long key) {
    @Nullable OpenTrace trace = first;
    while (trace != null && trace.key != key) {
      trace = trace.nextInBucket;
    }
    return trace;
  }

  @SuppressWarnings("ReferenceEquality") // the very trace
  private static @Nullable OpenTrace before(OpenTrace trace, @Nullable OpenTrace first) {
    @Nullable OpenTrace before = null;
    for (@Nullable OpenTrace at = first; at != trace && at != null; at = at.nextInBucket) {
      before = at;
    }
    return before;
  }

  /** Those of one key stay in their order. */
  private void resize(int length) {
    @Nullable OpenTrace[] old = buckets;
    buckets = new OpenTrace[length];
    for (@Nullable OpenTrace first : old) {
      @Nullable OpenTrace trace = reversed(first);
      while (trace != null) {
        @Nullable OpenTrace next = trace.nextInBucket;
        int bucket = bucket(trace.key);
        trace.nextInBucket = buckets[bucket];
        buckets[bucket] = trace;
        trace = next;
      }
    }
  }

  private static @Nullable OpenTrace reversed(@Nullable OpenTrace first) {
    @Nullable OpenTrace reversed = null;
    @Nullable OpenTrace trace = first;
    while (trace != null) {
      @Nullable OpenTrace next = trace.nextInBucket;
      trace.nextInBucket = reversed;
      reversed = trace;
      trace = next;
    }
    return reversed;
  }
}
