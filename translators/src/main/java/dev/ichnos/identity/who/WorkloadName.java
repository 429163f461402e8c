package dev.ichnos.identity.who;

/**
 * What a pod's name says of its workload.
 *
 * <pre>
 * reviews-v1-545db77b95-wjtxc   a Deployment: its name, its ReplicaSet's hash, the pod's
 * backup-28391040-9stvs         a CronJob: its name, the minute of the run, the pod's
 * fluent-bit-9stvs              a DaemonSet or a Job
 * kafka-0                       a StatefulSet
 * </pre>
 *
 * <p>Kubernetes writes hashes in letters and digits that make no words
 * (k8s.io/apimachinery/pkg/util/rand, {@code alphanums}), so that what a user named is not taken
 * for one.
 */
final class WorkloadName {
  private static final int POD_HASH = 5;
  private static final int SHORTEST_SET_HASH = 6;
  private static final int LONGEST_SET_HASH = 10;
  private static final int LONGEST_ORDINAL = 4;

  private WorkloadName() {}

  /** The pod's name without what Kubernetes added to it; all of it, if that is nothing. */
  static String ofPod(String pod) {
    int dash = pod.lastIndexOf('-');
    int last = pod.length() - dash - 1;
    if (dash < 1) {
      return pod;
    }
    if (last <= LONGEST_ORDINAL && digits(pod, dash + 1, pod.length())) {
      return pod.substring(0, dash);
    }
    if (last != POD_HASH || !hash(pod, dash + 1, pod.length())) {
      return pod;
    }
    int before = pod.lastIndexOf('-', dash - 1);
    int length = dash - before - 1;
    boolean two =
        before > 0
            && length >= SHORTEST_SET_HASH
            && length <= LONGEST_SET_HASH
            && (hash(pod, before + 1, dash) || digits(pod, before + 1, dash));
    return pod.substring(0, two ? before : dash);
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  private static boolean hash(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if ("bcdfghjklmnpqrstvwxz2456789".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return from < to;
  }
}
