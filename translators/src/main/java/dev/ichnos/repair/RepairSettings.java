package dev.ichnos.repair;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which rules of repair run in a lane, and how.
 *
 * @param rules those that are switched on
 * @param clockSkew once per pipeline
 * @param proxyPairs per exporter
 * @param leaves whether spans may be added, and edges follow direct parents: in OTLP lanes
 */
public record RepairSettings(
    Set<RepairRule> rules, ClockSkew clockSkew, ProxyPairs proxyPairs, boolean leaves) {
  public RepairSettings {
    rules = Set.copyOf(rules);
    Objects.requireNonNull(clockSkew, "clockSkew");
    Objects.requireNonNull(proxyPairs, "proxyPairs");
  }

  /** Every rule, as it is by default, for a lane that is not OTLP's. */
  public static RepairSettings defaults() {
    return of(EnumSet.allOf(RepairRule.class));
  }

  /** No rule: traces stay as they came out of identity. */
  public static RepairSettings none() {
    return of(Set.of());
  }

  /** These rules, as they are by default. */
  public static RepairSettings of(Set<RepairRule> rules) {
    return new RepairSettings(rules, ClockSkew.ANNOTATE, ProxyPairs.BOTH, false);
  }

  /** These settings with another way to treat skewed clocks. */
  public RepairSettings withClockSkew(ClockSkew other) {
    return new RepairSettings(rules, other, proxyPairs, leaves);
  }

  /** These settings with another way to treat pairs of application and sidecar. */
  public RepairSettings withProxyPairs(ProxyPairs other) {
    return new RepairSettings(rules, clockSkew, other, leaves);
  }

  /** These settings for a lane that takes added spans, or does not. */
  public RepairSettings withLeaves(boolean other) {
    return new RepairSettings(rules, clockSkew, proxyPairs, other);
  }

  boolean has(RepairRule rule) {
    return rules.contains(rule);
  }
}
