package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a lane does to traces, beside its exporter's configuration.
 *
 * @param receivers ids of the receivers whose spans its pipeline takes
 * @param repair run on each trace when its window closes; not run when the window is off
 * @param sampler asked after repair
 * @param spelling how the backend wants each span that is kept; asked by the lane's thread
 */
public record LaneRules(
    Set<String> receivers, Repair repair, Sampler sampler, UnaryOperator<Span> spelling) {
  public LaneRules {
    receivers = Set.copyOf(receivers);
    Objects.requireNonNull(repair, "repair");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(spelling, "spelling");
  }

  /** Spans that are sent as repair leaves them. */
  public LaneRules(Set<String> receivers, Repair repair, Sampler sampler) {
    this(receivers, repair, sampler, UnaryOperator.identity());
  }

  /** Spans of these receivers, as they came, all of them. */
  public static LaneRules of(Set<String> receivers) {
    return new LaneRules(receivers, Repair.NONE, Sampler.KEEP_ALL);
  }
}
