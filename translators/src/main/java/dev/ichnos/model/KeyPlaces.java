package dev.ichnos.model;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where, in the attributes of spans, the keys stand that mean something to a reader.
 *
 * <p>The spans of one sender mostly have the same keys in the same order. What the keys of an order
 * mean is worked out once and remembered for a few orders, so that a reader neither asks a span for
 * keys that it does not have nor looks at those that mean nothing.
 *
 * <p>Bounded: a newer order takes an older one's place, and orders of very many keys are not
 * remembered. Safe for many threads without locks: orders are immutable, and the worst that a race
 * does is to work one out twice.
 */
public final class KeyPlaces {
  /** What a key means that means nothing. */
  public static final int NOTHING = -1;

  private static final int SLOTS = 64;
  private static final int MOST_KEYS = 64;
  private static final int LONGEST_KEY = 64;

  private final ToIntFunction<String> meaning;
  private final @Nullable Order[] orders = new @Nullable Order[SLOTS];

  /**
   * Nothing is remembered yet.
   *
   * @param meaning a number from 0 for each key that means something, {@link #NOTHING} for all
   *     others; always the same for equal keys
   */
  public KeyPlaces(ToIntFunction<String> meaning) {
    this.meaning = meaning;
  }

  /** The places of these attributes' keys. */
  public Order of(Attributes attributes) {
    int size = attributes.size();
    if (size == 0 || size > MOST_KEYS) {
      return new Order(attributes, meaning);
    }
    int slot = slot(attributes, size);
    @Nullable Order known = orders[slot];
    if (known != null && attributes.hasKeys(known.keys)) {
      return known;
    }
    Order order = new Order(attributes, meaning);
    if (order.isShort()) {
      orders[slot] = order;
    }
    return order;
  }

  private static int slot(Attributes attributes, int size) {
    int hash = size;
    hash = 31 * hash + attributes.key(size >> 1).hashCode();
    hash = 31 * hash + attributes.key(size - 1).hashCode();
    return (hash ^ hash >>> 6 ^ hash >>> 16) & SLOTS - 1;
  }

  /** The keys that mean something among those of some attributes, in their order. Immutable. */
  public static final class Order {
    private final String[] keys;
    private final int[] places;
    private final int[] meanings;

    private Order(Attributes attributes, ToIntFunction<String> meaning) {
      keys = new String[attributes.size()];
      int[] found = new int[keys.length];
      int[] meant = new int[keys.length];
      int count = 0;
      for (int i = 0; i < keys.length; i++) {
        keys[i] = attributes.key(i);
        int means = meaning.applyAsInt(keys[i]);
        if (means != NOTHING) {
          found[count] = i;
          meant[count++] = means;
        }
      }
      places = Arrays.copyOf(found, count);
      meanings = Arrays.copyOf(meant, count);
    }

    /** How many of the keys mean something. */
    public int count() {
      return places.length;
    }

    /**
     * Where one of these keys stands among all.
     *
     * @param i from 0, below {@link #count}
     */
    public int place(int i) {
      return places[i];
    }

    /** What it means. */
    public int meaning(int i) {
      return meanings[i];
    }

    private boolean isShort() {
      for (String key : keys) {
        if (key.length() > LONGEST_KEY) {
          return false;
        }
      }
      return true;
    }
  }
}
