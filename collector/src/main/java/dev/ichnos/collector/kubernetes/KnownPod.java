package dev.ichnos.collector.kubernetes;

import dev.ichnos.identity.who.Pod;
import java.util.List;
import java.util.Objects;

/**
 * One reading of a pod. Times are nanoseconds since 1970, by the clock of the pod's node.
 *
 * @param uid tells pods of one name apart; may be empty in a file
 * @param pod for spans
 * @param ips its addresses; none on the host's network, whose address it shares, and none before
 *     anything runs in it
 * @param fromNanos since when it has them, at the latest: the first of its containers started, or
 *     its network was set up; {@link Long#MIN_VALUE} if always, {@link #OPEN} if nothing has
 *     started yet
 * @param untilNanos when the last of its containers ended, once they all have and none will start
 *     again; {@link #OPEN} while it runs
 * @param deletionNanos by when it is to be gone; 0 while nobody wants that
 */
record KnownPod(
    String uid, Pod pod, List<String> ips, long fromNanos, long untilNanos, long deletionNanos) {
  /** No end yet. */
  static final long OPEN = Long.MAX_VALUE;

  KnownPod {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(pod, "pod");
    ips = List.copyOf(ips);
  }
}
