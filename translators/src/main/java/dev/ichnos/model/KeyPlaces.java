package dev.ichnos.model;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Where, in the attributes of spans, the keys stand that mean something to a reader.
 *
 * <p>The spans of one sender mostly have the same keys in the same order. What the keys of an order
 * mean is worked out once and remembered for a few orders, so that a reader neither asks a span for
 * keys that it does not have nor looks at those that mean nothing.
 *
 * <p>Bounded and safe for many threads, as {@link KeyOrders}.
 */
public final class KeyPlaces {
  /** What a key means that means nothing. */
  public static final int NOTHING = -1;

  private final KeyOrders<Order> orders;

  /**
   * Nothing is remembered yet.
   *
   * @param meaning a number from 0 for each key that means something, {@link #NOTHING} for all
   *     others; always the same for equal keys
   */
  public KeyPlaces(ToIntFunction<String> meaning) {
    orders = new KeyOrders<>(keys -> new Order(keys, meaning));
  }

  /** The places of these attributes' keys. */
  public Order of(Attributes attributes) {
    return orders.of(attributes);
  }

  /** The keys that mean something among those of some attributes, in their order. Immutable. */
  public static final class Order {
    private final int[] places;
    private final int[] meanings;

    private Order(String[] keys, ToIntFunction<String> meaning) {
      int[] found = new int[keys.length];
      int[] meant = new int[keys.length];
      int count = 0;
      for (int i = 0; i < keys.length; i++) {
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
  }
}
