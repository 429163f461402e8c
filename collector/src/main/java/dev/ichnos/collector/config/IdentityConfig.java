package dev.ichnos.collector.config;

import java.util.Map;

/**
 * {@code identity}: which rules run.
 *
 * @param enabled {@code enabled}: off runs none of them, and none of the whole-trace repairs
 * @param rules {@code rules}: single rules switched by id; a rule that is not named is on
 */
public record IdentityConfig(boolean enabled, Map<String, Boolean> rules) {
  public IdentityConfig {
    rules = Map.copyOf(rules);
  }

  public static IdentityConfig defaults() {
    return new IdentityConfig(true, Map.of());
  }
}
