package dev.ichnos.identity.envoy;

import org.jspecify.annotations.Nullable;

/**
 * Clusters that were read before, by their names: a proxy names the same few in all its spans.
 *
 * <p>Bounded: one place for each hash, in which a newer one takes an older one's place, and long
 * names are not kept. Safe for many threads without locks: what is kept is immutable, and the worst
 * that a race does is to read one twice.
 */
final class Upstreams {
  private static final int SLOTS = 1024;

  /** More than any cluster of Istio's has; bounds what is kept. */
  private static final int LONGEST = 512;

  private final @Nullable Upstream[] slots = new @Nullable Upstream[SLOTS];

  /** The cluster of this name, which may be empty. */
  Upstream of(String text) {
    if (text.isEmpty()) {
      return Upstream.NONE;
    }
    int slot = slot(text.hashCode());
    @Nullable Upstream known = slots[slot];
    if (known != null && known.text().equals(text)) {
      return known;
    }
    Upstream parsed = Upstream.parse(text);
    if (text.length() <= LONGEST) {
      slots[slot] = parsed;
    }
    return parsed;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
  }
}
