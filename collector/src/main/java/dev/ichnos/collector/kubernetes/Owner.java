package dev.ichnos.collector.kubernetes;

import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;

/**
 * What a pod belongs to, as far as the pod itself tells: the name of its controller, and from that
 * name the controller's own where the two are bound to each other. No further rights are needed for
 * it.
 *
 * <pre>
 * ReplicaSet  DEPLOYMENT-HASH   where HASH is the pod's label pod-template-hash
 * Job         CRONJOB-MINUTES   minutes since 1970 for which it was due; seconds before 1.21
 * </pre>
 */
final class Owner {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int MINUTE_DIGITS = 8;
  private static final int SECOND_DIGITS = 10;

  /** A job may be made late, by as much as its starting deadline allows. */
  private static final long LATE_MINUTES = 7 * 24 * 60;

  private static final long EARLY_MINUTES = 60;

  private Owner() {}

  /**
   * Adds the names.
   *
   * @param hash the label {@code pod-template-hash}; empty without
   * @param createdNanos when the pod was made; 0 if unknown
   */
  static void put(
      Attributes.Builder out, String kind, String name, String hash, long createdNanos) {
    if (name.isEmpty()) {
      return;
    }
    switch (kind) {
      case "ReplicaSet" -> {
        out.put(OtelKeys.K8S_REPLICASET_NAME, name);
        int end = name.length() - hash.length() - 1;
        if (!hash.isEmpty() && end > 0 && name.endsWith(hash) && name.charAt(end) == '-') {
          out.put(OtelKeys.K8S_DEPLOYMENT_NAME, name.substring(0, end));
        }
      }
      case "StatefulSet" -> out.put(OtelKeys.K8S_STATEFULSET_NAME, name);
      case "DaemonSet" -> out.put(OtelKeys.K8S_DAEMONSET_NAME, name);
      case "Job" -> {
        out.put(OtelKeys.K8S_JOB_NAME, name);
        int dash = name.lastIndexOf('-');
        if (dash > 0 && isDue(name, dash + 1, createdNanos)) {
          out.put(OtelKeys.K8S_CRONJOB_NAME, name.substring(0, dash));
        }
      }
      default -> {
        // A controller of somebody else's, whose names follow no rule that we know.
      }
    }
  }

  /** Whether the name ends with a time near that of the pod: a date like 20260101 does not. */
  private static boolean isDue(String name, int from, long createdNanos) {
    int digits = name.length() - from;
    if (createdNanos <= 0 || (digits != MINUTE_DIGITS && digits != SECOND_DIGITS)) {
      return false;
    }
    long number = 0;
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      number = number * 10 + (c - '0');
    }
    long created = createdNanos / MINUTE_NANOS;
    long due = digits == MINUTE_DIGITS ? number : number / 60;
    return due <= created + EARLY_MINUTES && due >= created - LATE_MINUTES;
  }
}
