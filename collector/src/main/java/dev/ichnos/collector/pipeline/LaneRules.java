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
 * @param joins what is done about traces of one request with different ids, before repair
 */
public record LaneRules(
    Set<String> receivers,
    Repair repair,
    Sampler sampler,
    UnaryOperator<Span> spelling,
    Joins joins) {
  public LaneRules {
    receivers = Set.copyOf(receivers);
    Objects.requireNonNull(repair, "repair");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(spelling, "spelling");
    Objects.requireNonNull(joins, "joins");
  }

  /** Rules of a lane that joins nothing. */
  public LaneRules(
      Set<String> receivers, Repair repair, Sampler sampler, UnaryOperator<Span> spelling) {
    this(receivers, repair, sampler, spelling, Joins.off());
  }

  /** Spans that are sent as repair leaves them. */
  public LaneRules(Set<String> receivers, Repair repair, Sampler sampler) {
    this(receivers, repair, sampler, UnaryOperator.identity());
  }

  /** These rules with other joins. */
  public LaneRules withJoins(Joins other) {
    return new LaneRules(receivers, repair, sampler, spelling, other);
  }

  /** Spans of these receivers, as they came, all of them. */
  public static LaneRules of(Set<String> receivers) {
    return new LaneRules(receivers, Repair.NONE, Sampler.KEEP_ALL);
  }
}
