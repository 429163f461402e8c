package dev.ichnos.collector;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.IdentityConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.Repair;
import dev.ichnos.collector.pipeline.Sampler;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.repair.RepairRules;
import dev.ichnos.repair.TraceRepair;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The rules that {@code identity} switches on, at acceptance and in the lanes, each change counted.
 *
 * @param identity span by span, before the journal
 * @param repair trace by trace, in every lane
 */
record Rules(UnaryOperator<SpanBatch> identity, Repair repair) {

  /** The ids that {@code identity.rules} may name. */
  static Set<String> ids() {
    Set<String> ids = new HashSet<>();
    for (RuleId rule : RuleId.values()) {
      ids.add(rule.label());
    }
    ids.addAll(RepairRules.IDS);
    return ids;
  }

  /**
   * The rules, with what is known of pods.
   *
   * @param pods asked for each span that says which pod it is of
   */
  static Rules of(IdentityConfig config, PodDirectory pods, Metrics metrics) {
    return of(config, pods, metrics::ruleApplied);
  }

  /**
   * The rules where no pod is known.
   *
   * @param observer told what those of identity change
   */
  static Rules of(IdentityConfig config, RuleObserver observer) {
    return of(config, PodDirectory.NONE, observer);
  }

  private static Rules of(IdentityConfig config, PodDirectory pods, RuleObserver observer) {
    Predicate<String> isOn = id -> config.enabled() && config.rules().getOrDefault(id, true);
    Set<RuleId> on = EnumSet.allOf(RuleId.class);
    on.removeIf(rule -> !isOn.test(rule.label()));
    Identity identity = new Identity(IdentitySettings.of(on), pods);
    TraceRepair repair = new TraceRepair(RepairRules.of(isOn));
    return new Rules(batch -> identity.apply(batch, observer), Repair.of(repair));
  }

  /** What the lanes of a pipeline do. */
  LaneRules lane(PipelineConfig pipeline) {
    return new LaneRules(Set.copyOf(pipeline.receivers()), repair, Sampler.KEEP_ALL);
  }
}
