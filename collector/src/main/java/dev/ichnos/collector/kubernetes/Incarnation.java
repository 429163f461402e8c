package dev.ichnos.collector.kubernetes;

import java.util.ArrayList;
import java.util.List;

/**
 * One life of a pod: from when its name and uid were first seen until it is forgotten. {@link
 * #facts} is for every thread; the rest belongs to the writer of {@link PodTable}.
 */
final class Incarnation {
  /** The addresses that it has or had. */
  final List<String> held = new ArrayList<>(2);

  private volatile KnownPod facts;
  boolean gone;
  long goneNanos;

  /** The list in which it was seen last, or after which it was heard of. */
  long seen;

  Incarnation(KnownPod facts) {
    this.facts = facts;
  }

  KnownPod facts() {
    return facts;
  }

  void facts(KnownPod now) {
    facts = now;
  }
}
