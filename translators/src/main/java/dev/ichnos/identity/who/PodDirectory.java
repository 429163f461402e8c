package dev.ichnos.identity.who;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster's pods. Safe for many threads; never blocks: an answer is what is
 * known at this moment.
 */
public interface PodDirectory {
  /** Knows no pod. */
  PodDirectory NONE =
      new PodDirectory() {
        @Override
        public @Nullable Pod byName(String namespace, String name) {
          return null;
        }

        @Override
        public @Nullable Pod byIp(String ip, long epochNanos) {
          return null;
        }
      };

  /**
   * The pod of this name, also for a while after it is gone; the last one, where several had it.
   */
  @Nullable Pod byName(String namespace, String name);

  /**
   * The pod that had this address at this time; null where that is not certain: addresses are used
   * again, and pods on the host's network share theirs.
   *
   * @param epochNanos nanoseconds since 1970
   */
  @Nullable Pod byIp(String ip, long epochNanos);
}
