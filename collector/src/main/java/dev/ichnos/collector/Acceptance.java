package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.IdentityConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.SelfConfig;
import dev.ichnos.collector.config.TrustParent;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.context.ContextSettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.envoy.Semconv;
import dev.ichnos.identity.redaction.RedactionSettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.who.SelfSettings;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a configuration says of the rules at acceptance, in their own words. */
final class Acceptance {
  private Acceptance() {}

  /**
   * The settings.
   *
   * @param environment where {@code POD_NAME}, {@code POD_NAMESPACE} and {@code POD_IP} are looked
   *     for
   */
  static IdentitySettings settings(CollectorConfig config, Map<String, String> environment) {
    IdentityConfig identity = config.identity();
    Set<RuleId> on = EnumSet.allOf(RuleId.class);
    on.removeIf(rule -> !identity.runs(rule.label()));
    return new IdentitySettings(
        on,
        new RedactionSettings(
            identity.redaction().allQueryValues(),
            new HashSet<>(identity.redaction().queryKeys()),
            new HashSet<>(identity.redaction().attributes())),
        self(identity.self(), environment),
        identity.clusterName().orElse(""),
        new EnvoySettings(
            Semconv.valueOf(identity.semconv().name()),
            identity.paths().templates(),
            identity.paths().ids()),
        contexts(config));
  }

  private static SelfSettings self(SelfConfig self, Map<String, String> environment) {
    return new SelfSettings(
        given(self.namespace(), "POD_NAMESPACE", environment),
        given(self.pod(), "POD_NAME", environment),
        given(self.ip(), "POD_IP", environment),
        self.services());
  }

  private static String given(
      Optional<String> configured, String variable, Map<String, String> environment) {
    return configured.orElse(environment.getOrDefault(variable, ""));
  }

  /** Pipelines that share a receiver agree on this: the configuration is checked for it. */
  private static Map<String, ContextSettings> contexts(CollectorConfig config) {
    Map<String, ContextSettings> contexts = new HashMap<>();
    for (PipelineConfig pipeline : config.service().pipelines()) {
      for (String receiver : pipeline.receivers()) {
        contexts.put(receiver, context(pipeline));
      }
    }
    return contexts;
  }

  private static ContextSettings context(PipelineConfig pipeline) {
    return new ContextSettings(
        ContextSettings.Mode.valueOf(pipeline.traceIds().mode().name()),
        pipeline.traceIds().family(),
        pipeline.gateways().entrySet().stream()
            .filter(gateway -> gateway.getValue() == TrustParent.LINK)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }
}
