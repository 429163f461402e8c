package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.IdentityConfig;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.TraceIdsConfig;
import dev.ichnos.collector.pipeline.Joins;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.Repair;
import dev.ichnos.collector.pipeline.Sampler;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.repair.ClockSkew;
import dev.ichnos.repair.ProxyPairs;
import dev.ichnos.repair.RepairRule;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.Spelling;
import dev.ichnos.repair.TraceRepair;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The rules that a configuration switches on, at acceptance and in the lanes, each change counted.
 */
final class Rules {
  private final IdentityConfig config;
  private final UnaryOperator<SpanBatch> identity;

  /**
   * The rules.
   *
   * @param environment where {@code POD_NAME} and its like are looked for
   * @param observer told what those of identity change
   */
  Rules(
      CollectorConfig config,
      Map<String, String> environment,
      PodDirectory pods,
      RuleObserver observer) {
    this.config = config.identity();
    identity =
        this.config.enabled()
            ? applied(new Identity(Acceptance.settings(config, environment), pods), observer)
            : UnaryOperator.identity(); // no look at spans either, which may still be encoded
  }

  /** The ids that {@code identity.rules} may name. */
  static Set<String> ids() {
    Set<String> ids = new HashSet<>();
    for (RuleId rule : RuleId.values()) {
      ids.add(rule.label());
    }
    for (RepairRule rule : RepairRule.values()) {
      ids.add(rule.label());
    }
    ids.add(Joins.RULE);
    ids.add(Joins.PARENT_RULE);
    return ids;
  }

  /** What is done to every batch before the journal. */
  UnaryOperator<SpanBatch> identity() {
    return identity;
  }

  /** What the lane of an exporter does. */
  LaneRules lane(ExporterConfig exporter, PipelineConfig pipeline) {
    return new LaneRules(
        Set.copyOf(pipeline.receivers()),
        Repair.of(new TraceRepair(repair(exporter, pipeline))),
        Sampler.KEEP_ALL,
        new Spelling(exporter.lane().form().splitNamespace(), config.marks())::apply,
        joins(pipeline.traceIds().mode()));
  }

  private static UnaryOperator<SpanBatch> applied(Identity rules, RuleObserver observer) {
    return batch -> rules.apply(batch, observer);
  }

  /** Set once per pipeline; what is found, each lane tells by itself. */
  private Joins joins(TraceIdsConfig.Mode mode) {
    if (!config.enabled()) {
      return Joins.off();
    }
    return switch (mode) {
      case REPORT -> Joins.report();
      case REWRITE_JOIN ->
          !config.runs(Joins.RULE)
              ? Joins.report()
              : config.runs(Joins.PARENT_RULE) ? Joins.join() : Joins.joinWithoutParents();
      case OFF, ANNOTATE, REWRITE_HEADER -> Joins.off();
    };
  }

  private RepairSettings repair(ExporterConfig exporter, PipelineConfig pipeline) {
    Set<RepairRule> on = EnumSet.allOf(RepairRule.class);
    on.removeIf(rule -> !config.runs(rule.label()));
    return new RepairSettings(
        on,
        ClockSkew.valueOf(pipeline.clockSkew().name()),
        ProxyPairs.valueOf(exporter.lane().form().proxyPairs().name()),
        drawsServiceGraphs(exporter));
  }

  /** Whether edges are drawn there by Tempo's rule, the server's parent being the client. */
  private static boolean drawsServiceGraphs(ExporterConfig exporter) {
    return exporter instanceof OtlpExporterConfig
        || exporter instanceof OtlpHttpExporterConfig
        || exporter instanceof LocalExporterConfig;
  }
}
