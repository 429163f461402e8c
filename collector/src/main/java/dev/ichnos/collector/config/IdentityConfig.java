package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code identity}: which rules run, and how.
 *
 * @param enabled {@code enabled}: off runs none of them, and none of the whole-trace repairs
 * @param rules {@code rules}: single rules switched by id; a rule that is not named is on
 * @param semconv {@code semconv}
 * @param marks {@code marks}: whether spans say what was changed on them
 * @param clusterName {@code cluster_name}: of spans that state none
 * @param paths {@code paths}
 * @param redaction {@code redaction}
 * @param self {@code self}
 * @param pods {@code pods}: where it is known what runs in which pod
 */
public record IdentityConfig(
    boolean enabled,
    Map<String, Boolean> rules,
    Semconv semconv,
    boolean marks,
    Optional<String> clusterName,
    PathsConfig paths,
    RedactionConfig redaction,
    SelfConfig self,
    PodsConfig pods) {
  /** In which names the tags of proxies are written. */
  public enum Semconv {
    STABLE,
    LEGACY,
    BOTH
  }

  public IdentityConfig {
    rules = Map.copyOf(rules);
    Objects.requireNonNull(semconv, "semconv");
    Objects.requireNonNull(clusterName, "clusterName");
    Objects.requireNonNull(paths, "paths");
    Objects.requireNonNull(redaction, "redaction");
    Objects.requireNonNull(self, "self");
    Objects.requireNonNull(pods, "pods");
  }

  public static IdentityConfig defaults() {
    return new IdentityConfig(
        true,
        Map.of(),
        Semconv.BOTH,
        true,
        Optional.empty(),
        PathsConfig.defaults(),
        RedactionConfig.defaults(),
        SelfConfig.defaults(),
        PodsConfig.none());
  }

  /** Whether a rule runs. */
  public boolean runs(String rule) {
    return enabled && rules.getOrDefault(rule, true);
  }
}
