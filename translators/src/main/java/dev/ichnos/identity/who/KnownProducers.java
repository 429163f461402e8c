package dev.ichnos.identity.who;

import dev.ichnos.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Producers that were worked out before, by the evidence that they were worked out from. What a
 * producer is hangs on nothing else but the directory of pods, which is to be asked again.
 *
 * <p>Bounded: one place for each hash, in which a newer one takes an older one's place, and large
 * resources are not kept. Safe for many threads without locks: what is kept is immutable, and the
 * worst that a race does is to work one out twice.
 */
final class KnownProducers {
  private static final int SLOTS = 1024;

  /** More than any resource has that people write, and any evidence; bounds what is kept. */
  private static final int MOST_BYTES = 4096;

  /** Evidence and what was made of it; neither changes. */
  record Known(Resource resource, Evidence evidence, Producer producer) {}

  private final @Nullable Known[] slots = new @Nullable Known[SLOTS];

  /** The producer that this evidence on an equal resource made; null if it is not remembered. */
  @Nullable Known find(Resource resource, Evidence evidence) {
    @Nullable Known known = slots[slot(resource, evidence)];
    return known != null && known.evidence.equals(evidence) && known.resource.equals(resource)
        ? known
        : null;
  }

  /**
   * Keeps a producer.
   *
   * @param evidence never read into again
   */
  Known keep(Resource resource, Evidence evidence, Producer producer) {
    Known known = new Known(resource, evidence, producer);
    if (producer.resource().retainedBytes() <= MOST_BYTES && evidence.length() <= MOST_BYTES) {
      slots[slot(resource, evidence)] = known;
    }
    return known;
  }

  private static int slot(Resource resource, Evidence evidence) {
    int hash = evidence.hashCode();
    if (evidence.nodeId.isEmpty()) {
      hash = 31 * hash + resource.attributes().hashCode();
    }
    return (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
  }
}
