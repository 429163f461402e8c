package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of repair that are switched on, in the order of {@link RepairRule}. Immutable, safe for
 * many threads, never blocks.
 */
public final class TraceRepair {
  /** Which spans there are, who is whose parent, and which side of a call. */
  private static final Set<RepairRule> SHAPE =
      Collections.unmodifiableSet(
          EnumSet.range(RepairRule.DUPLICATE_SPAN, RepairRule.PARENT_CYCLE));

  private static final Set<RepairRule> REST =
      Collections.unmodifiableSet(EnumSet.range(RepairRule.PARENT_MISSING, RepairRule.ROOT_FIRST));

  private final TraceRule[] rules;

  /** Those for lone spans: many a trace of a mesh is one. */
  private final TraceRule[] loneRules;

  private final boolean likenesses;

  public TraceRepair(RepairSettings settings) {
    List<TraceRule> shape = rules(SHAPE, settings);
    List<TraceRule> rest = rules(REST, settings);
    List<TraceRule> on = new ArrayList<>();
    if (!shape.isEmpty()) {
      on.add(new UntilStill(shape.toArray(TraceRule[]::new)));
    }
    on.addAll(rest);
    rules = on.toArray(TraceRule[]::new);
    loneRules =
        Stream.of(shape, rest)
            .flatMap(List::stream)
            .filter(TraceRule::isForLoneSpans)
            .toArray(TraceRule[]::new);
    likenesses = settings.has(RepairRule.DUPLICATE_SPAN);
  }

  private static List<TraceRule> rules(Set<RepairRule> which, RepairSettings settings) {
    List<TraceRule> on = new ArrayList<>();
    for (RepairRule rule : which) {
      @Nullable TraceRule made = settings.has(rule) ? rule(rule, settings) : null;
      if (made != null) {
        on.add(made);
      }
    }
    return on;
  }

  static @Nullable TraceRule rule(RepairRule rule, RepairSettings settings) {
    return switch (rule) {
      // Before any id, time or kind changes, by which copies are known.
      case DUPLICATE_SPAN -> new DuplicateSpans();
      case WIDE_TRACE_ID -> new WideTraceId();
      // Before the split, which goes by kinds.
      case SPAWNED_PAIR -> new SpawnedPairs();
      case SHARED_SPAN_UNFLAGGED -> new SharedSpanUnflagged();
      case FOREIGN_PARENT -> new ForeignParent();
      // After the split, which makes the halves, and whatever makes spans their children.
      case SHARED_SPAN_CHILDREN -> new SharedSpanChildren();
      // After every rule that gives parents.
      case PARENT_CYCLE -> new ParentCycles();
      case PARENT_MISSING -> new ParentMissing();
      case TIME_FROM_HALF -> new TimeFromHalf();
      case CLOCK_SKEW ->
          settings.clockSkew() == ClockSkew.OFF ? null : new SkewedServers(settings.clockSkew());
      case GATEWAY_SERVER_LEAF -> settings.leaves() ? new GatewayServerLeaf() : null;
      // After every rule that goes by kinds.
      case PROXY_PAIRS ->
          settings.proxyPairs() == ProxyPairs.BOTH
              ? null
              : new ProxyPairKinds(settings.proxyPairs(), settings.leaves());
      case ROOT_FIRST -> new RootFirst();
    };
  }

  /**
   * The spans as the rules read them: the same list if no rule changed anything.
   *
   * @param trace spans of one trace, each already seen by identity
   * @param before what was decided on earlier spans of the trace; null if there were none
   * @param observer told once for each rule that did something
   */
  public Repaired repair(
      List<Span> trace, @Nullable TraceDecisions before, RepairObserver observer) {
    TraceDraft draft = new TraceDraft(trace, before == null ? TraceDecisions.NONE : before);
    for (TraceRule rule : draft.isLoneSpan() ? loneRules : rules) {
      rule.apply(draft);
    }
    draft.tell(observer);
    return draft.repaired(likenesses);
  }
}
