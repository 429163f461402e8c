package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Objects;

/**
 * {@code identity}: which rules run.
 *
 * @param enabled {@code enabled}: off runs none of them, and none of the whole-trace repairs
 * @param rules {@code rules}: single rules switched by id; a rule that is not named is on
 * @param pods {@code pods}: where it is known what runs in which pod
 */
public record IdentityConfig(boolean enabled, Map<String, Boolean> rules, PodsConfig pods) {
  public IdentityConfig {
    rules = Map.copyOf(rules);
    Objects.requireNonNull(pods, "pods");
  }

  public static IdentityConfig defaults() {
    return new IdentityConfig(true, Map.of(), PodsConfig.none());
  }
}
