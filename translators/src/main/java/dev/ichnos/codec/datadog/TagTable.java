package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.MsgpackWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one span: texts ({@code meta}) and doubles ({@code metrics}), every key once in both
 * together, in the order in which they were put. Not thread-safe; cleared and used again.
 */
final class TagTable {
  /** From this many tags on, a map finds keys: a hostile span may carry thousands. */
  private static final int INDEXED_FROM = 128;

  private static final int SLOTS = 2 * INDEXED_FROM;

  private TagKey[] keys = new TagKey[64];

  /** The text of a tag; null where it is a number. */
  private @Nullable String[] texts = new @Nullable String[64];

  private double[] numbers = new double[64];
  private int size;
  private int textCount;

  /** Places in the table, plus one, by the hash of their keys: unsigned, 0 is free. */
  private final byte[] slots = new byte[SLOTS];

  private @Nullable Map<String, Integer> index;

  void clear() {
    size = 0;
    textCount = 0;
    index = null;
    Arrays.fill(slots, (byte) 0);
  }

  int size() {
    return size;
  }

  /**
   * Puts a text unless the key is taken.
   *
   * @return whether the table now says so: false if the key has another value
   */
  boolean put(TagKey key, String text) {
    int at = find(key.text);
    if (at >= 0) {
      return text.equals(texts[at]);
    }
    add(key, text);
    return true;
  }

  /**
   * Puts a number unless the key is taken.
   *
   * @return whether the table now says so: false if the key has another value
   */
  boolean put(TagKey key, double number) {
    int at = find(key.text);
    if (at >= 0) {
      return texts[at] == null && numbers[at] == number;
    }
    add(key, number);
    return true;
  }

  /** Puts a text whose key the caller knows not to be taken: it is not looked for. */
  void add(TagKey key, String text) {
    add(key, text, 0);
    textCount++;
  }

  /** As {@link #add(TagKey, String)}, a number. */
  void add(TagKey key, double number) {
    add(key, null, number);
  }

  boolean contains(String key) {
    return find(key) >= 0;
  }

  /** The text of {@code key}; empty if there is none. */
  String text(String key) {
    int at = find(key);
    String text = at < 0 ? null : texts[at];
    return text == null ? "" : text;
  }

  /**
   * Puts every tag of {@code others} whose key is not taken.
   *
   * @return how many had another value
   */
  int putAll(TagTable others) {
    int lost = 0;
    for (int i = 0; i < others.size; i++) {
      String text = others.texts[i];
      boolean said =
          text == null ? put(others.keys[i], others.numbers[i]) : put(others.keys[i], text);
      if (!said) {
        lost++;
      }
    }
    return lost;
  }

  /** Writes the map of texts. */
  void writeMeta(MsgpackWriter out) throws IOException {
    out.writeMapHeader(textCount);
    for (int i = 0; i < size; i++) {
      String text = texts[i];
      if (text != null) {
        out.writeEncoded(keys[i].msgpack());
        out.writeString(text);
      }
    }
  }

  /** Writes the map of numbers. */
  void writeMetrics(MsgpackWriter out) throws IOException {
    out.writeMapHeader(size - textCount);
    for (int i = 0; textCount < size && i < size; i++) {
      if (texts[i] == null) {
        out.writeEncoded(keys[i].msgpack());
        out.writeDouble(numbers[i]);
      }
    }
  }

  private void add(TagKey key, @Nullable String text, double number) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      texts = Arrays.copyOf(texts, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    keys[size] = Objects.requireNonNull(key, "key");
    texts[size] = text;
    numbers[size] = number;
    if (size < INDEXED_FROM) {
      int slot = slot(key.text);
      while (slots[slot] != 0) {
        slot = next(slot);
      }
      slots[slot] = (byte) (size + 1);
    } else if (index != null) {
      index.put(key.text, size);
    }
    size++;
  }

  private int find(String key) {
    if (size > INDEXED_FROM) {
      return findIndexed(key);
    }
    int slot = slot(key);
    while (slots[slot] != 0) {
      int at = (slots[slot] & 0xff) - 1;
      if (keys[at].text.equals(key)) {
        return at;
      }
      slot = next(slot);
    }
    return -1;
  }

  private int findIndexed(String key) {
    if (index == null) {
      index = new HashMap<>();
      for (int i = 0; i < size; i++) {
        index.put(keys[i].text, i);
      }
    }
    return index.getOrDefault(key, -1);
  }

  private static int slot(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }

  private static int next(int slot) {
    return slot + 1 & SLOTS - 1;
  }
}
