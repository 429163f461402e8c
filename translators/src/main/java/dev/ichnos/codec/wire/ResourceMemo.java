package dev.ichnos.codec.wire;

import dev.ichnos.model.Resource;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder has worked out of resources, remembered from one message to the next: the same
 * few come again and again, as equal objects.
 *
 * <p>Bounded: of two places for each hash a newer resource takes the older one's, and large ones
 * are not remembered. Safe for many threads without locks if the results are immutable: the worst
 * that a race does is to work one out twice.
 *
 * @param <T> the result; immutable
 */
public final class ResourceMemo<T> {
  private static final int SLOTS = 256;
  private static final int MOST_ATTRIBUTES = 64;
  private static final int MOST_BYTES = 8192;

  private final Function<Resource, T> work;
  private final @Nullable Known<T>[] slots = slots();

  /**
   * Nothing is remembered yet.
   *
   * @param work makes a result of a resource, always an equal one of equal resources
   */
  public ResourceMemo(Function<Resource, T> work) {
    this.work = Objects.requireNonNull(work, "work");
  }

  /** The result for this resource. */
  public T of(Resource resource) {
    if (resource.attributes().size() > MOST_ATTRIBUTES) {
      return work.apply(resource);
    }
    int hash = resource.hashCode();
    int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
    @Nullable Known<T> known = slots[slot];
    if (known != null && known.isOf(resource, hash)) {
      return known.result;
    }
    known = slots[slot ^ 1];
    if (known != null && known.isOf(resource, hash)) {
      return known.result;
    }
    T result = work.apply(resource);
    if (resource.retainedBytes() <= MOST_BYTES) {
      slots[slot ^ 1] = slots[slot];
      slots[slot] = new Known<>(resource, hash, result);
    }
    return result;
  }

  @SuppressWarnings("unchecked") // an array of a generic type can be made in no other way
  private static <T> @Nullable Known<T>[] slots() {
    return (@Nullable Known<T>[]) new @Nullable Known<?>[SLOTS];
  }

  private static final class Known<T> {
    private final Resource resource;
    private final int hash;
    final T result;

    Known(Resource resource, int hash, T result) {
      this.resource = resource;
      this.hash = hash;
      this.result = result;
    }

    boolean isOf(Resource other, int otherHash) {
      return hash == otherHash && resource.equals(other);
    }
  }
}
