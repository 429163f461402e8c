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
import dev.ichnos.repair.RepairRule;
import dev.ichnos.repair.RepairSettings;
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
    ids.addAll(RepairRule.labels());
    return ids;
  }

  static Rules of(IdentityConfig config, Metrics metrics) {
    return of(config, metrics::ruleApplied);
  }

  /**
   * The rules.
   *
   * @param observer told what those of identity change
   */
  static Rules of(IdentityConfig config, RuleObserver observer) {
    Predicate<String> isOn = id -> config.enabled() && config.rules().getOrDefault(id, true);
    Set<RuleId> on = EnumSet.allOf(RuleId.class);
    on.removeIf(rule -> !isOn.test(rule.label()));
    Identity identity = new Identity(IdentitySettings.of(on), PodDirectory.NONE);
    Set<RepairRule> repairs = EnumSet.allOf(RepairRule.class);
    repairs.removeIf(rule -> !isOn.test(rule.label()));
    TraceRepair repair = new TraceRepair(RepairSettings.of(repairs));
    return new Rules(batch -> identity.apply(batch, observer), Repair.of(repair));
  }

  /** What the lanes of a pipeline do. */
  LaneRules lane(PipelineConfig pipeline) {
    return new LaneRules(Set.copyOf(pipeline.receivers()), repair, Sampler.KEEP_ALL);
  }
}
