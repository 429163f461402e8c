package dev.ichnos.repair.join;

import dev.ichnos.identity.context.CapturedContext;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.TraceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Finds which traces are one, with all of their spans in view: a pure function of them, whatever
 * their order. Not thread-safe.
 */
public final class TraceJoin {
  private static final int MOST_SERVICES = 16;

  private final JoinSettings settings;
  private final EvidenceReader reader = new EvidenceReader();

  public TraceJoin(JoinSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * The traces among these that are one. A trace stands in one result at most.
   *
   * @param groups of one tenant, each the spans of one trace from one message; traces that have a
   *     key of {@link JoinKeys} in common with one of these have to be there as a whole
   * @param isWorn whether a key belongs to a token that is no evidence any more, since requests
   *     that are over had it
   */
  public List<JoinedTrace> find(Collection<SpanBatch> groups, LongPredicate isWorn) {
    int size = 0;
    for (SpanBatch group : groups) {
      size += group.size();
    }
    if (size < 2 || size > settings.maxSpans()) {
      return List.of();
    }
    return new Search(groups, isWorn).joined();
  }

  /** One look at one group of traces. */
  private final class Search {
    private final Set<SpanEvidence> spans = new LinkedHashSet<>();
    private final Widths widths = new Widths();
    private final Map<TraceId, ReceivedTrace> traces = new LinkedHashMap<>();
    private final Map<SpanEvidence, ReceivedTrace> traceOf = new HashMap<>();
    private final Map<Token, List<SpanEvidence>> bearers = new LinkedHashMap<>();
    private final Map<ReceivedTrace, JoinedGroup> groupOf = new HashMap<>();

    Search(Collection<SpanBatch> groups, LongPredicate isWorn) {
      read(groups);
      sortByTrace();
      if (traces.size() > 1) {
        sortByToken();
        bearers.forEach(
            (token, bearing) -> {
              if (!isWorn.test(token.key())) {
                judge(token, bearing);
              }
            });
      }
    }

    List<JoinedTrace> joined() {
      List<JoinedTrace> joined = new ArrayList<>();
      for (ReceivedTrace trace : traces.values()) {
        if (!groupOf.containsKey(trace) && trace.forms.size() > 1) {
          groupOf.put(trace, new JoinedGroup(trace));
        }
      }
      for (JoinedGroup group : new LinkedHashSet<>(groupOf.values())) {
        if (group.traces.size() <= settings.maxTraces() && hasOneMesh(group.traces)) {
          joined.add(joined(group));
        }
      }
      return joined;
    }

    private void read(Collection<SpanBatch> groups) {
      List<SpanEvidence> all = new ArrayList<>();
      for (SpanBatch group : groups) {
        reader.read(group, all);
      }
      Set<SpanKey> seen = new HashSet<>();
      for (SpanEvidence each : all) {
        if (seen.add(SpanKey.of(each.span))) {
          spans.add(each);
        }
      }
    }

    private void sortByTrace() {
      for (SpanEvidence each : spans) {
        widths.add(each.span.traceIdHigh(), each.span.traceIdLow());
        for (CapturedContext captured : each.captured) {
          widths.add(captured.context().traceIdHigh(), captured.context().traceIdLow());
        }
      }
      for (SpanEvidence each : spans) {
        TraceId id = widths.widest(each.span.traceIdHigh(), each.span.traceIdLow());
        ReceivedTrace trace = traces.computeIfAbsent(id, ReceivedTrace::new);
        trace.forms.add(each.span.traceId());
        trace.spans.add(each);
        traceOf.put(each, trace);
      }
      traces.values().forEach(ReceivedTrace::findRoots);
    }

    private void sortByToken() {
      for (SpanEvidence each : spans) {
        for (Token token : tokens(each)) {
          bearers.computeIfAbsent(token, key -> new ArrayList<>()).add(each);
        }
      }
      for (ReceivedTrace trace : traces.values()) {
        Token own = new Token(false, trace.id.high(), trace.id.low());
        List<SpanEvidence> bearing = bearers.get(own);
        if (bearing != null) {
          Set<SpanEvidence> both = new LinkedHashSet<>(bearing);
          both.addAll(trace.spans);
          bearers.put(own, List.copyOf(both));
        }
      }
    }

    private Set<Token> tokens(SpanEvidence each) {
      Set<Token> tokens = new LinkedHashSet<>(4);
      for (CapturedContext captured : each.captured) {
        TraceContext context = captured.context();
        if (Token.isRandom(context.traceIdLow())) {
          TraceId id = widths.widest(context.traceIdHigh(), context.traceIdLow());
          tokens.add(new Token(false, id.high(), id.low()));
        }
      }
      if (each.request != 0) {
        tokens.add(new Token(true, 0, each.request));
      }
      return tokens;
    }

    private void judge(Token token, List<SpanEvidence> bearing) {
      Set<ReceivedTrace> bearingTraces = new LinkedHashSet<>();
      for (SpanEvidence each : bearing) {
        bearingTraces.add(Objects.requireNonNull(traceOf.get(each)));
      }
      if (bearingTraces.size() < 2
          || bearingTraces.size() > settings.maxTraces()
          || !hasOneMesh(bearingTraces)) {
        return;
      }
      TokenTree tree = new TokenTree(bearingTraces, bearing, traceOf, settings.skewNanos());
      if (tree.holds()) {
        JoinedGroup group = unite(bearingTraces);
        group.tokens.add(token);
        group.evidence.addAll(tree.evidence());
      }
    }

    private JoinedGroup unite(Set<ReceivedTrace> bearing) {
      JoinedGroup group = new JoinedGroup();
      for (ReceivedTrace trace : bearing) {
        JoinedGroup other = groupOf.get(trace);
        if (other == null) {
          group.traces.add(trace);
        } else {
          group.addAll(other);
        }
      }
      for (ReceivedTrace trace : group.traces) {
        groupOf.put(trace, group);
      }
      return group;
    }

    private boolean hasOneMesh(Set<ReceivedTrace> some) {
      String mesh = "";
      for (ReceivedTrace trace : some) {
        for (SpanEvidence each : trace.spans) {
          if (!each.mesh.isEmpty() && !mesh.isEmpty() && !each.mesh.equals(mesh)) {
            return false;
          }
          mesh = each.mesh.isEmpty() ? mesh : each.mesh;
        }
      }
      return true;
    }

    private JoinedTrace joined(JoinedGroup group) {
      Set<TraceId> forms = new LinkedHashSet<>();
      Set<JoinEvidence> evidence = EnumSet.noneOf(JoinEvidence.class);
      Set<String> services = new TreeSet<>();
      evidence.addAll(group.evidence);
      for (Token token : group.tokens) {
        evidence.add(token.isRequest() ? JoinEvidence.REQUEST_ID : JoinEvidence.CAPTURED_ID);
      }
      for (ReceivedTrace trace : group.traces) {
        forms.addAll(trace.forms);
        if (trace.forms.size() > 1) {
          evidence.add(JoinEvidence.LOW_64);
        }
        trace.spans.forEach(each -> services.add(SpanEvidence.service(each.span)));
      }
      services.remove("");
      return new JoinedTrace(
          group.id(this::tokens),
          forms,
          evidence,
          services.stream().limit(MOST_SERVICES).toList(),
          group.traces.size() < 2 || !settings.parents()
              ? Map.of()
              : new JoinedParents(group, this::tokens, settings.skewNanos()).found());
    }
  }
}
