package dev.ichnos.codec.zipkin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of a span that is written: unique keys and their text, in order. */
final class TagList {
  /** From this many tags on, an index finds keys: a hostile span may carry thousands. */
  private static final int INDEXED_FROM = 48;

  private static final int NONE = -1;

  private String[] pairs = new String[2 * INDEXED_FROM];
  private int size;
  private @Nullable Map<String, Integer> index;

  void clear() {
    size = 0;
    index = null;
  }

  int size() {
    return size;
  }

  String key(int i) {
    return pairs[2 * i];
  }

  String value(int i) {
    return pairs[2 * i + 1];
  }

  /** Adds a tag whose key is known to be new. */
  void add(String key, String value) {
    if (2 * size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * pairs.length);
    }
    pairs[2 * size] = key;
    pairs[2 * size + 1] = value;
    if (index != null) {
      index.put(key, size);
    }
    size++;
  }

  /** Adds a tag, or gives the one that has the key another value. */
  void put(String key, String value) {
    int at = find(key);
    if (at == NONE) {
      add(key, value);
    } else {
      pairs[2 * at + 1] = value;
    }
  }

  /** Adds a tag unless the key is taken; false if it is, by a tag of another value. */
  boolean putIfAbsent(String key, String value) {
    int at = find(key);
    if (at == NONE) {
      add(key, value);
      return true;
    }
    return value(at).equals(value);
  }

  private int find(String key) {
    if (size < INDEXED_FROM) {
      for (int i = 0; i < size; i++) {
        if (key.equals(key(i))) {
          return i;
        }
      }
      return NONE;
    }
    if (index == null) {
      index = new HashMap<>();
      for (int i = 0; i < size; i++) {
        index.put(key(i), i);
      }
    }
    return index.getOrDefault(key, NONE);
  }
}
