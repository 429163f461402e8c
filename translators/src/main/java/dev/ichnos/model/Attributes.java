package dev.ichnos.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Typed key-value pairs in insertion order, with unique keys, in one compact array.
 *
 * <p>Read as a whole through {@link #forEach}; single look-ups walk the array, which for the twenty
 * or so attributes of a span is as fast as a hash table and holds much less.
 */
public final class Attributes {
  /** No attributes. */
  public static final Attributes EMPTY = new Attributes(new Object[0], 0);

  private static final int LONGEST_SHARED_KEY = 48;
  private static final int MOST_SHARED_KEYS = 64;

  /** Keys at even places, their values after them. */
  private final Object[] pairs;

  /** A bit for each of the first 64 places: many others hold the value there too. */
  private final long shared;

  private Attributes(Object[] pairs, long shared) {
    this.pairs = pairs;
    this.shared = shared;
  }

  /** A new, empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these attributes. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.pairs = Arrays.copyOf(pairs, pairs.length + 8);
    builder.length = pairs.length;
    builder.seen = Builder.ANY;
    builder.shared = shared;
    return builder;
  }

  /** One string attribute. */
  public static Attributes of(String key, String value) {
    return builder().put(key, value).build();
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  public boolean contains(String key) {
    return indexOf(key) >= 0;
  }

  /** Whether there is anything at {@code key} but an empty text or an empty value. */
  public boolean says(String key) {
    return !isEmpty(value(key));
  }

  /** The string at {@code key}; empty when there is none, or a value of another type. */
  public String string(String key) {
    return value(key) instanceof String string ? string : "";
  }

  /** The integer at {@code key}; {@code absent} when there is none, or a value of another type. */
  public long integer(String key, long absent) {
    return value(key) instanceof Long number ? number : absent;
  }

  /**
   * The key at a place.
   *
   * @param place from 0, in order; below {@link #size}
   */
  public String key(int place) {
    return (String) pairs[2 * place];
  }

  /** Whether the keys are these, in this order. */
  @SuppressWarnings("ReferenceEquality") // decoders share recurring keys: equal ones mostly are one
  public boolean hasKeys(String[] keys) {
    if (pairs.length != 2 * keys.length) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      Object key = pairs[2 * i];
      if (key != keys[i] && !key.equals(keys[i])) {
        return false;
      }
    }
    return true;
  }

  /** Shows the attribute at a place to the visitor. */
  public void visit(int place, AttributeVisitor visitor) {
    AttributeValues.visit((String) pairs[2 * place], pairs[2 * place + 1], visitor);
  }

  /** Whether there is a string at a place. */
  public boolean isStringAt(int place) {
    return pairs[2 * place + 1] instanceof String;
  }

  /** The string at a place; empty when there is a value of another type. */
  public String stringAt(int place) {
    return pairs[2 * place + 1] instanceof String string ? string : "";
  }

  /** The string at a place, also if it is the only one of a list; empty when there is none. */
  public String textAt(int place) {
    return pairs[2 * place + 1] instanceof AttributeList list ? list.only() : stringAt(place);
  }

  /** The integer at a place; {@code absent} when there is a value of another type. */
  public long integerAt(int place, long absent) {
    return pairs[2 * place + 1] instanceof Long number ? number : absent;
  }

  /** The boolean at a place; {@code absent} when there is a value of another type. */
  public boolean booleanAt(int place, boolean absent) {
    return pairs[2 * place + 1] instanceof Boolean value ? value : absent;
  }

  /** Visits every attribute in insertion order. */
  public void forEach(AttributeVisitor visitor) {
    for (int i = 0; i < pairs.length; i += 2) {
      AttributeValues.visit((String) pairs[i], pairs[i + 1], visitor);
    }
  }

  /** Those whose keys are accepted, in their order; the same instance if all are. */
  public Attributes only(Predicate<String> keys) {
    @Nullable Object[] kept = null;
    int length = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      boolean keep = keys.test((String) pairs[i]);
      if (!keep && kept == null) {
        kept = Arrays.copyOf(pairs, pairs.length);
        length = i;
      } else if (keep && kept != null) {
        kept[length] = pairs[i];
        kept[length + 1] = pairs[i + 1];
        length += 2;
      }
    }
    if (kept == null) {
      return this;
    }
    return length == 0 ? EMPTY : new Attributes(Arrays.copyOf(kept, length), 0);
  }

  /**
   * Roughly the heap bytes that it holds.
   *
   * <p>Decoders share recurring keys, so that a key counts only where it is likely not shared: when
   * it is longer than 48 characters, or behind the 64th. Keys that a sender makes up anew for every
   * span thus cost up to two and a half times the estimate, and no more. Values that came by {@link
   * Builder#putShared} do not count.
   */
  public int retainedBytes() {
    if (pairs.length == 0) {
      return 0;
    }
    int bytes = 16 + HeapSize.ofArray(pairs.length, 4);
    for (int i = 0; i < pairs.length; i += 2) {
      String key = (String) pairs[i];
      if (key.length() > LONGEST_SHARED_KEY || i >= 2 * MOST_SHARED_KEYS) {
        bytes += HeapSize.of(key);
      }
      if (i >= 2 * Long.SIZE || (shared >>> (i >> 1) & 1) == 0) {
        bytes += AttributeValues.retainedBytes(pairs[i + 1]);
      }
    }
    return bytes;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null || value == AttributeValues.NOTHING || value.equals("");
  }

  private @Nullable Object value(String key) {
    int index = indexOf(key);
    return index < 0 ? null : pairs[index + 1];
  }

  private int indexOf(String key) {
    return indexOf(pairs, pairs.length, key);
  }

  private static int indexOf(@Nullable Object[] pairs, int length, String key) {
    for (int i = 0; i < length; i += 2) {
      if (key.equals(pairs[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Equal when the same keys hold the same values in the same order. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Attributes that && Arrays.deepEquals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(pairs);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ", ").append(pairs[i]).append('=');
      Object value = pairs[i + 1];
      text.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
    }
    return text.append('}').toString();
  }

  /**
   * Collects attributes; not thread-safe. A key that is put twice keeps its first place and its
   * last value.
   */
  public static final class Builder {
    /** From this many pairs on, an index finds keys: a hostile span may carry thousands. */
    private static final int INDEXED_FROM = 48;

    /** Any key may be there. */
    private static final long ANY = -1;

    private @Nullable Object[] pairs = new @Nullable Object[16];
    private int length;
    private @Nullable Map<String, Integer> index;

    /** A bit for the hash of each key: without its bit, a key is not there. */
    private long seen;

    private long shared;

    private Builder() {}

    public Builder put(String key, String value) {
      return putObject(key, value);
    }

    /** As {@link #put(String, String)}, of a text that the spans of many messages share. */
    public Builder putShared(String key, String value) {
      int at = find(key);
      int place = (at < 0 ? length : at) / 2;
      putAt(at, key, value);
      shared |= place < Long.SIZE ? 1L << place : 0;
      return this;
    }

    public Builder put(String key, boolean value) {
      return putObject(key, value);
    }

    public Builder put(String key, long value) {
      return putObject(key, AttributeValues.boxed(value));
    }

    public Builder put(String key, double value) {
      return putObject(key, value);
    }

    /** Takes ownership of the array. */
    public Builder put(String key, byte[] value) {
      return putObject(key, value);
    }

    public Builder put(String key, AttributeList value) {
      return putObject(key, value);
    }

    public Builder put(String key, Attributes value) {
      return putObject(key, value);
    }

    public Builder putEmpty(String key) {
      return putObject(key, AttributeValues.NOTHING);
    }

    /** Puts the value unless the key is there already. */
    public Builder putIfAbsent(String key, String value) {
      return contains(key) ? this : put(key, value);
    }

    /** Puts every attribute of {@code others}. */
    public Builder putAll(Attributes others) {
      for (int i = 0; i < others.pairs.length; i += 2) {
        putObject((String) others.pairs[i], others.pairs[i + 1]);
      }
      return this;
    }

    /**
     * Puts the value where there is none, or one that is empty; see {@link Attributes#says}.
     *
     * @return whether it did
     */
    public boolean fill(String key, String value) {
      return !value.isEmpty() && fillObject(key, value);
    }

    /**
     * As {@link #fill}, each of {@code others}.
     *
     * @return whether it did so with any
     */
    public boolean fillAll(Attributes others) {
      boolean any = false;
      for (int i = 0; i < others.pairs.length; i += 2) {
        Object value = others.pairs[i + 1];
        any |= !isEmpty(value) && fillObject((String) others.pairs[i], value);
      }
      return any;
    }

    private boolean fillObject(String key, Object value) {
      int at = find(key);
      if (at < 0) {
        add(key, value);
        return true;
      }
      boolean empty = isEmpty(pairs[at + 1]);
      if (empty) {
        putAt(at, key, value);
      }
      return empty;
    }

    /** Puts an attribute whose key the caller knows not to be there: it is not looked for. */
    public Builder append(String key, String value) {
      return appendObject(key, value);
    }

    /** As {@link #append(String, String)}. */
    public Builder append(String key, long value) {
      return appendObject(key, AttributeValues.boxed(value));
    }

    /** As {@link #append(String, String)}. */
    public Builder append(String key, boolean value) {
      return appendObject(key, value);
    }

    /** As {@link #append(String, String)}. */
    public Builder append(String key, AttributeList value) {
      return appendObject(key, value);
    }

    /** Puts attributes of which the caller knows that none is there: they are not looked for. */
    public Builder appendAll(Attributes others) {
      int needed = length + others.pairs.length;
      if (needed > pairs.length) {
        pairs = Arrays.copyOf(pairs, needed + others.pairs.length);
      }
      System.arraycopy(others.pairs, 0, pairs, length, others.pairs.length);
      shared |= length < 2 * Long.SIZE ? others.shared << (length / 2) : 0;
      length = needed;
      index = null;
      seen = ANY;
      return this;
    }

    /**
     * Gives another value to the attribute at a place.
     *
     * @param place from 0, in order; below {@link #size}
     */
    public Builder replaceAt(int place, String value) {
      return replaceObject(place, value);
    }

    /** As {@link #replaceAt(int, String)}. */
    public Builder replaceAt(int place, long value) {
      return replaceObject(place, AttributeValues.boxed(value));
    }

    /** The string at a place, from 0; empty when there is a value of another type. */
    public String stringAt(int place) {
      return pairs[2 * place + 1] instanceof String string ? string : "";
    }

    /** The integer at a place, from 0; {@code absent} when there is a value of another type. */
    public long integerAt(int place, long absent) {
      return pairs[2 * place + 1] instanceof Long number ? number : absent;
    }

    /** Takes the attribute at a place out; those behind it move up. */
    public Builder removeAt(int place) {
      int at = 2 * Objects.checkIndex(place, size());
      System.arraycopy(pairs, at + 2, pairs, at, length - at - 2);
      length -= 2;
      index = null;
      if (place < Long.SIZE) {
        long below = (1L << place) - 1;
        shared = (shared & below) | (shared >>> 1 & ~below);
      }
      return this;
    }

    /** Takes the key out, if it is there. */
    public Builder remove(String key) {
      int at = find(key);
      return at < 0 ? this : removeAt(at / 2);
    }

    /** Takes every attribute out; what was built before is not touched. */
    public Builder clear() {
      length = 0;
      index = null;
      seen = 0;
      shared = 0;
      return this;
    }

    public boolean contains(String key) {
      return find(key) >= 0;
    }

    public int size() {
      return length / 2;
    }

    private Builder putObject(String key, Object value) {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
      return putAt(find(key), key, value);
    }

    private Builder putAt(int at, String key, Object value) {
      if (at < 0) {
        return add(key, value);
      }
      pairs[at + 1] = value;
      isOwn(at / 2);
      return this;
    }

    /** The value at a place is held by no others. */
    private void isOwn(int place) {
      if (place < Long.SIZE) {
        shared &= ~(1L << place);
      }
    }

    private Builder appendObject(String key, Object value) {
      return add(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    private Builder replaceObject(int place, Object value) {
      pairs[2 * Objects.checkIndex(place, size()) + 1] = Objects.requireNonNull(value, "value");
      isOwn(place);
      return this;
    }

    private Builder add(String key, Object value) {
      if (length == pairs.length) {
        pairs = Arrays.copyOf(pairs, length * 2);
      }
      pairs[length] = key;
      pairs[length + 1] = value;
      seen |= bit(key);
      if (index != null) {
        index.put(key, length);
      }
      length += 2;
      return this;
    }

    private static long bit(String key) {
      int hash = key.hashCode();
      return 1L << (hash ^ hash >>> 6 ^ hash >>> 12);
    }

    private int find(String key) {
      if ((seen & bit(key)) == 0) {
        return -1;
      }
      if (length < 2 * INDEXED_FROM) {
        return indexOf(pairs, length, key);
      }
      if (index == null) {
        index = new HashMap<>();
        for (int i = 0; i < length; i += 2) {
          index.put((String) Objects.requireNonNull(pairs[i]), i);
        }
      }
      return index.getOrDefault(key, -1);
    }

    /** The attributes so far; the builder may be used on. */
    @SuppressWarnings("NullAway") // every place below length is filled
    public Attributes build() {
      return length == 0 ? EMPTY : new Attributes(Arrays.copyOf(pairs, length), shared);
    }
  }
}
