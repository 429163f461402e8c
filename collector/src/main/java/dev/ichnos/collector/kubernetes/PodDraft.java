package dev.ichnos.collector.kubernetes;

import dev.ichnos.identity.who.Pod;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was read of one object so far; absent is empty or 0. */
final class PodDraft {
  /** Of a Status, which stands in the place of an object when something is wrong. */
  String code = "";

  String message = "";

  String resourceVersion = "";
  String namespace = "";
  String name = "";
  String uid = "";
  String node = "";
  String phase = "";
  String ownerKind = "";
  String ownerName = "";
  String templateHash = "";
  boolean hostNetwork;
  long createdNanos;
  long deletionNanos;

  /** When the network was set up. */
  long readyNanos;

  long scheduledNanos;

  /** The first start of a container that is told. */
  long startedNanos;

  /** The last end of a container that is told. */
  long finishedNanos;

  /** Some container has not ended. */
  boolean unfinished;

  /** Stated for all time, by a file. */
  boolean timeless;

  final List<String> ips = new ArrayList<>(2);
  final Map<String, String> containerIds = new HashMap<>();
  final Map<String, String> containerImages = new HashMap<>();
  final Map<String, String> labels = new HashMap<>();

  /** Names of owners of more than one kind, as a file may state them. */
  final Map<String, String> owners = new HashMap<>();

  void started(long nanos) {
    if (nanos > 0 && (startedNanos == 0 || nanos < startedNanos)) {
      startedNanos = nanos;
    }
  }

  void finished(long nanos) {
    finishedNanos = Math.max(finishedNanos, nanos);
  }

  void ip(String ip) {
    if (!ip.isEmpty() && !ips.contains(ip) && ips.size() < PodTable.MAX_HOLDINGS) {
      ips.add(ip);
    }
  }

  /**
   * The pod, if it has a name.
   *
   * @param deleted whether this is how it was when it was deleted
   */
  Optional<KnownPod> pod(boolean deleted, long nowNanos) {
    if (namespace.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    long from = fromNanos();
    boolean addressed = !hostNetwork && from != KnownPod.OPEN;
    return Optional.of(
        new KnownPod(
            uid,
            new Pod(namespace, name, attributes(), containerIds, containerImages, labels),
            addressed ? ips : List.of(),
            from,
            deleted || isOver() ? Math.min(nowNanos, endNanos()) : KnownPod.OPEN,
            deletionNanos));
  }

  /** Whether all its containers have ended, and none will start again. */
  private boolean isOver() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** When the last container ended; {@link KnownPod#OPEN} if that is not told. */
  private long endNanos() {
    return unfinished || finishedNanos == 0 ? KnownPod.OPEN : finishedNanos;
  }

  private long fromNanos() {
    if (timeless) {
      return Long.MIN_VALUE;
    }
    if (readyNanos > 0) {
      return readyNanos;
    }
    if (startedNanos > 0) {
      return startedNanos;
    }
    if (phase.equals("Pending")) {
      return KnownPod.OPEN;
    }
    return Math.max(scheduledNanos, createdNanos);
  }

  private Attributes attributes() {
    Attributes.Builder out = Attributes.builder();
    out.put(OtelKeys.K8S_NAMESPACE_NAME, namespace).put(OtelKeys.K8S_POD_NAME, name);
    putUnlessEmpty(out, OtelKeys.K8S_POD_UID, uid);
    putUnlessEmpty(out, OtelKeys.K8S_NODE_NAME, node);
    if (!ips.isEmpty()) {
      out.put(OtelKeys.K8S_POD_IP, ips.get(0));
    }
    Owner.put(out, ownerKind, ownerName, templateHash, createdNanos);
    owners.forEach(out::put);
    return out.build();
  }

  private static void putUnlessEmpty(Attributes.Builder out, String key, String value) {
    if (!value.isEmpty()) {
      out.put(key, value);
    }
  }
}
