package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code identity.pods}: where it is known from which pod has which node, owner and address. With
 * neither of the two sources spans are not enriched.
 *
 * @param kubernetes {@code kubernetes}: the API server
 * @param file {@code file}: a file
 * @param maxPods {@code max_pods}: of pods that are there; further ones are left out
 * @param maxGonePods {@code max_gone_pods}: of pods that are gone; those that went first are
 *     forgotten
 * @param goneTtl {@code gone_ttl}: for how long pods that are gone are kept for their last spans
 */
public record PodsConfig(
    Optional<KubernetesPodsConfig> kubernetes,
    Optional<PodFileConfig> file,
    int maxPods,
    int maxGonePods,
    Duration goneTtl) {
  static final int DEFAULT_MAX_PODS = 20_000;
  static final int DEFAULT_MAX_GONE_PODS = 5_000;
  static final Duration DEFAULT_GONE_TTL = Duration.ofMinutes(10);

  /** More pods than any cluster is tested with. */
  private static final int MOST = 1_000_000;

  private static final Duration LONGEST = Duration.ofHours(24);

  public PodsConfig {
    Objects.requireNonNull(kubernetes, "kubernetes");
    Objects.requireNonNull(file, "file");
    if (maxPods < 1 || maxPods > MOST) {
      throw new IllegalArgumentException("max_pods: " + maxPods + " (expected: 1-" + MOST + ")");
    }
    if (maxGonePods < 0 || maxGonePods > MOST) {
      throw new IllegalArgumentException(
          "max_gone_pods: " + maxGonePods + " (expected: 0-" + MOST + ")");
    }
    if (goneTtl.isNegative() || goneTtl.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "gone_ttl: " + DurationText.format(goneTtl) + " (expected: at most 24h)");
    }
    if (kubernetes.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException("file: too (expected: kubernetes or file, not both)");
    }
  }

  /** No source. */
  public static PodsConfig none() {
    return new PodsConfig(
        Optional.empty(),
        Optional.empty(),
        DEFAULT_MAX_PODS,
        DEFAULT_MAX_GONE_PODS,
        DEFAULT_GONE_TTL);
  }

  /** Whether there is no source. */
  public boolean isNone() {
    return kubernetes.isEmpty() && file.isEmpty();
  }
}
