package dev.ichnos.codec.cloudtrace;

import java.util.Arrays;
import java.util.Set;

/** The keys of attributes in one order. Immutable; made once for the spans that have the same. */
final class EntryOrder {
  private final EntryKey[] keys;
  private final Set<String> texts;

  EntryOrder(String[] keys) {
    this.keys = new EntryKey[keys.length];
    for (int i = 0; i < keys.length; i++) {
      this.keys[i] = new EntryKey(keys[i]);
    }
    this.texts = Set.copyOf(Arrays.asList(keys));
  }

  /** The key at a place of the attributes. */
  EntryKey key(int place) {
    return keys[place];
  }

  boolean contains(String key) {
    return texts.contains(key);
  }
}
