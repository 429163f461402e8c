package dev.ichnos.repair.join;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Traces that are one. Immutable.
 *
 * @param id the id that all of them get
 * @param traces their ids as they came, at least two; {@code id} need not be among them
 * @param evidence why
 * @param services who takes part, sorted, at most 16
 * @param parents parents for root spans
 */
public record JoinedTrace(
    TraceId id,
    Set<TraceId> traces,
    Set<JoinEvidence> evidence,
    List<String> services,
    Map<SpanKey, Parent> parents) {
  public JoinedTrace {
    Objects.requireNonNull(id, "id");
    traces = Set.copyOf(traces);
    evidence = Set.copyOf(evidence);
    services = List.copyOf(services);
    parents = Map.copyOf(parents);
  }

  /**
   * A parent that was found.
   *
   * @param spanId of the parent
   * @param evidence how it was found
   */
  public record Parent(long spanId, JoinEvidence evidence) {
    public Parent {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /** The same traces under another id. */
  public JoinedTrace withId(TraceId other) {
    return new JoinedTrace(other, traces, evidence, services, parents);
  }

  /** The ids that are changed. */
  public Set<TraceId> others() {
    Set<TraceId> others = new HashSet<>(traces);
    others.remove(id);
    return others;
  }

  /** Whether the span came in one of the traces. */
  public boolean holds(Span span) {
    return traces.contains(span.traceId());
  }

  /**
   * The span with the joined id, and its parent if one was found: the same instance if it has both
   * already.
   */
  public Span apply(Span span) {
    @Nullable Parent parent = span.parentSpanId() == 0 ? parents.get(SpanKey.of(span)) : null;
    Span joined = renamed(span, id, traces);
    if (parent == null) {
      return joined;
    }
    return joined.toBuilder()
        .parentSpanId(parent.spanId())
        .attributes(
            joined.attributes().toBuilder()
                .put(IchnosKeys.PARENT_INFERRED, parent.evidence().label())
                .build())
        .build();
  }

  /**
   * The span under another trace id; the one that it came with is kept. Its links to traces that
   * have the new id too follow.
   *
   * @param all ids of these traces as they came
   */
  public static Span renamed(Span span, TraceId id, Set<TraceId> all) {
    if (span.traceIdHigh() == id.high() && span.traceIdLow() == id.low()) {
      return span;
    }
    Attributes attributes =
        span.attributes().toBuilder()
            .putIfAbsent(IchnosKeys.ORIGINAL_TRACE_ID, span.traceId().hex())
            .build();
    return span.toBuilder()
        .traceId(id.high(), id.low())
        .attributes(attributes)
        .links(renamed(span.links(), id, all))
        .build();
  }

  private static List<Link> renamed(List<Link> links, TraceId id, Set<TraceId> all) {
    if (links.isEmpty()) {
      return links;
    }
    List<Link> renamed = new ArrayList<>(links.size());
    for (Link link : links) {
      boolean follows = all.contains(new TraceId(link.traceIdHigh(), link.traceIdLow()));
      renamed.add(
          follows
              ? new Link(
                  id.high(),
                  id.low(),
                  link.spanId(),
                  link.traceState(),
                  link.flags(),
                  link.attributes(),
                  link.droppedAttributesCount())
              : link);
    }
    return renamed;
  }
}
