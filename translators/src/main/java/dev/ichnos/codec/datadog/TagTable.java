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
  /** From this many tags on, an index finds keys: a hostile span may carry thousands. */
  private static final int INDEXED_FROM = 64;

  private String[] keys = new String[64];

  /** The text of a tag; null where it is a number. */
  private @Nullable String[] texts = new @Nullable String[64];

  private double[] numbers = new double[64];
  private int size;
  private int textCount;
  private @Nullable Map<String, Integer> index;

  void clear() {
    size = 0;
    textCount = 0;
    index = null;
  }

  int size() {
    return size;
  }

  /**
   * Puts a text unless the key is taken.
   *
   * @return whether the table now says so: false if the key has another value
   */
  boolean put(String key, String text) {
    int at = find(key);
    if (at >= 0) {
      return text.equals(texts[at]);
    }
    add(key, text, 0);
    textCount++;
    return true;
  }

  /**
   * Puts a number unless the key is taken.
   *
   * @return whether the table now says so: false if the key has another value
   */
  boolean put(String key, double number) {
    int at = find(key);
    if (at >= 0) {
      return texts[at] == null && numbers[at] == number;
    }
    add(key, null, number);
    return true;
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
        out.writeString(keys[i]);
        out.writeString(text);
      }
    }
  }

  /** Writes the map of numbers. */
  void writeMetrics(MsgpackWriter out) throws IOException {
    out.writeMapHeader(size - textCount);
    for (int i = 0; i < size; i++) {
      if (texts[i] == null) {
        out.writeString(keys[i]);
        out.writeDouble(numbers[i]);
      }
    }
  }

  private void add(String key, @Nullable String text, double number) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      texts = Arrays.copyOf(texts, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    keys[size] = Objects.requireNonNull(key, "key");
    texts[size] = text;
    numbers[size] = number;
    if (index != null) {
      index.put(key, size);
    }
    size++;
  }

  private int find(String key) {
    if (size < INDEXED_FROM) {
      int hash = key.hashCode();
      for (int i = 0; i < size; i++) {
        String other = keys[i];
        if (other.hashCode() == hash && other.equals(key)) {
          return i;
        }
      }
      return -1;
    }
    if (index == null) {
      index = new HashMap<>();
      for (int i = 0; i < size; i++) {
        index.put(keys[i], i);
      }
    }
    return index.getOrDefault(key, -1);
  }
}
