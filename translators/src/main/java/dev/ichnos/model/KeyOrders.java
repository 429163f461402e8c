package dev.ichnos.model;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a reader has worked out of the keys of attributes, remembered for the orders in which they
 * come: the spans of one sender mostly have the same keys in the same order, and what a key means
 * need not be asked for every span again.
 *
 * <p>Bounded: of two places for each hash a newer order takes the older one's, and orders of very
 * many or of long keys are not remembered. Safe for many threads without locks if the results are
 * immutable: the worst that a race does is to work one out twice.
 *
 * @param <T> the result; immutable
 */
public final class KeyOrders<T> {
  private static final int SLOTS = 128;
  private static final int MOST_KEYS = 128;
  private static final int LONGEST_KEY = 64;

  private final Function<String[], T> work;
  private final @Nullable Known<T>[] slots = slots();

  /**
   * Nothing is remembered yet.
   *
   * @param work makes a result of keys, always an equal one of equal keys; the array is not to be
   *     changed
   */
  public KeyOrders(Function<String[], T> work) {
    this.work = Objects.requireNonNull(work, "work");
  }

  /** The result for the keys of these attributes. */
  public T of(Attributes attributes) {
    int size = attributes.size();
    if (size == 0 || size > MOST_KEYS) {
      return work.apply(keys(attributes));
    }
    int slot = slot(attributes, size);
    @Nullable Known<T> known = slots[slot];
    if (known != null && attributes.hasKeys(known.keys)) {
      return known.result;
    }
    known = slots[slot ^ 1];
    if (known != null && attributes.hasKeys(known.keys)) {
      return known.result;
    }
    String[] keys = keys(attributes);
    T result = work.apply(keys);
    if (areShort(keys)) {
      slots[slot ^ 1] = slots[slot];
      slots[slot] = new Known<>(keys, result);
    }
    return result;
  }

  private static int slot(Attributes attributes, int size) {
    int hash = size;
    hash = 31 * hash + attributes.key(size >> 1).hashCode();
    hash = 31 * hash + attributes.key(size - 1).hashCode();
    return (hash ^ hash >>> 7 ^ hash >>> 16) & SLOTS - 1;
  }

  private static String[] keys(Attributes attributes) {
    String[] keys = new String[attributes.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = attributes.key(i);
    }
    return keys;
  }

  private static boolean areShort(String[] keys) {
    for (String key : keys) {
      if (key.length() > LONGEST_KEY) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked") // an array of a generic type can be made in no other way
  private static <T> @Nullable Known<T>[] slots() {
    return (@Nullable Known<T>[]) new @Nullable Known<?>[SLOTS];
  }

  private static final class Known<T> {
    final String[] keys;
    final T result;

    Known(String[] keys, T result) {
      this.keys = keys;
      this.result = result;
    }
  }
}
