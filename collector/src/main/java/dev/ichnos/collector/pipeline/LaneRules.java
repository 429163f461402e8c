package dev.ichnos.collector.pipeline;

import java.util.Objects;
import java.util.Set;

/**
 * What a lane does to traces, beside its exporter's configuration.
 *
 * @param receivers ids of the receivers whose spans its pipeline takes
 * @param repair run on each trace when its window closes; not run when the window is off
 * @param sampler asked after repair
 * @param joins what is done about traces of one request with different ids, before repair
 */
public record LaneRules(Set<String> receivers, Repair repair, Sampler sampler, Joins joins) {
  public LaneRules {
    receivers = Set.copyOf(receivers);
    Objects.requireNonNull(repair, "repair");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(joins, "joins");
  }

  /** Rules of a lane that joins nothing. */
  public LaneRules(Set<String> receivers, Repair repair, Sampler sampler) {
    this(receivers, repair, sampler, Joins.off());
  }

  /** Spans of these receivers, as they came, all of them. */
  public static LaneRules of(Set<String> receivers) {
    return new LaneRules(receivers, Repair.NONE, Sampler.KEEP_ALL);
  }
}
