package dev.ichnos.identity;

import dev.ichnos.identity.context.ContextSettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.redaction.RedactionSettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.who.SelfSettings;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which rules of identity run, and how.
 *
 * @param rules those that are switched on
 * @param clusterName {@code k8s.cluster.name} of spans that state none, or Istio's default {@code
 *     Kubernetes}; empty to leave it
 * @param contexts by receiver; {@link ContextSettings#defaults} for those that are not there
 */
public record IdentitySettings(
    Set<RuleId> rules,
    RedactionSettings redaction,
    SelfSettings self,
    String clusterName,
    EnvoySettings envoy,
    Map<String, ContextSettings> contexts) {
  public IdentitySettings {
    rules = Set.copyOf(rules);
    Objects.requireNonNull(redaction, "redaction");
    Objects.requireNonNull(self, "self");
    Objects.requireNonNull(clusterName, "clusterName");
    Objects.requireNonNull(envoy, "envoy");
    contexts = Map.copyOf(contexts);
  }

  /** Every rule, as it is by default. */
  public static IdentitySettings defaults() {
    return of(EnumSet.allOf(RuleId.class));
  }

  /** These rules, as they are by default. */
  public static IdentitySettings of(Set<RuleId> rules) {
    return new IdentitySettings(
        rules,
        RedactionSettings.defaults(),
        SelfSettings.defaults(),
        "",
        EnvoySettings.defaults(),
        Map.of());
  }

  boolean has(RuleId rule) {
    return rules.contains(rule);
  }
}
