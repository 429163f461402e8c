package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import dev.ichnos.repair.join.JoinedTrace;
import dev.ichnos.repair.join.TraceJoin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of traces that close together: which of them are one, and get one id, and which were
 * only looked at together. Decided from all of their spans, here and nowhere else. The lane's
 * thread alone touches it.
 */
final class TraceJoining {
  private final Joins joins;
  private final JoinIndex index;
  private final Ledger ledger;
  private final LaneLog log;
  private final TraceJoin join;
  private final TraceAliases aliases = new TraceAliases();

  TraceJoining(Joins joins, JoinIndex index, Ledger ledger, LaneLog log) {
    this.joins = joins;
    this.index = index;
    this.ledger = ledger;
    this.log = log;
    join = new TraceJoin(joins.settings());
  }

  /**
   * One unit for each trace that there is after joining; every entry is in exactly one.
   *
   * @param traces the entries of each trace that closes
   * @param clock the window's
   */
  List<TraceUnit> units(List<List<Entry>> traces, long clock) {
    List<JoinedTrace> found = find(traces, clock);
    if (joins.mode() != Joins.Mode.JOIN) {
      return traces.stream().map(each -> new TraceUnit(each, ledger::ack)).toList();
    }
    Map<TraceId, JoinedTrace> byTrace = new HashMap<>();
    for (JoinedTrace each : found) {
      JoinedTrace joined = followingAliases(each);
      if (joined != null) {
        joined.traces().forEach(trace -> byTrace.put(trace, joined));
        aliases.put(joined.others(), joined.id(), clock);
      }
    }
    List<TraceUnit> units = new ArrayList<>();
    parts(traces, byTrace).forEach((key, entries) -> units.add(unit(entries, byTrace)));
    return units;
  }

  private List<JoinedTrace> find(List<List<Entry>> traces, long clock) {
    List<SpanBatch> groups = new ArrayList<>();
    Set<TraceId> ids = new HashSet<>();
    Set<String> tenants = new HashSet<>();
    for (List<Entry> trace : traces) {
      for (Entry entry : trace) {
        groups.add(entry.group());
        ids.add(traceId(entry));
        tenants.add(TraceUnit.tenantOf(entry));
      }
    }
    if (ids.size() < 2 || tenants.size() > 1) {
      return List.of();
    }
    try {
      List<JoinedTrace> found = join.find(groups, index.worn(tenants.iterator().next()));
      found.forEach(each -> joins.finds().found(each, clock));
      return found;
    } catch (RuntimeException e) {
      log.internalError("joining traces failed, they are sent as they came", e);
      return List.of();
    }
  }

  /** What has left has an id already; where that is not one and the same, nothing can be joined. */
  private @Nullable JoinedTrace followingAliases(JoinedTrace found) {
    Set<TraceId> ids = new HashSet<>();
    for (TraceId trace : found.traces()) {
      @Nullable TraceId alias = aliases.of(trace);
      if (alias != null) {
        ids.add(alias);
      }
    }
    if (ids.size() > 1) {
      return null;
    }
    return ids.isEmpty() ? found : found.withId(ids.iterator().next());
  }

  /** The entries by what they are part of: a joined trace, an alias, or the trace they came in. */
  private Map<Object, List<Entry>> parts(
      List<List<Entry>> traces, Map<TraceId, JoinedTrace> byTrace) {
    Map<Object, List<Entry>> parts = new LinkedHashMap<>();
    for (List<Entry> trace : traces) {
      Object alone = new Object();
      for (Entry entry : trace) {
        @Nullable JoinedTrace joined = byTrace.get(traceId(entry));
        @Nullable TraceId alias = aliases.of(traceId(entry));
        Object part = joined != null ? joined.id() : alias != null ? alias : alone;
        parts.computeIfAbsent(part, key -> new ArrayList<>()).add(entry);
      }
    }
    return parts;
  }

  private TraceUnit unit(List<Entry> entries, Map<TraceId, JoinedTrace> byTrace) {
    entries.sort(Comparator.comparingLong(Entry::sequence));
    List<Span> spans = new ArrayList<>();
    int renamed = 0;
    int parents = 0;
    for (Entry entry : entries) {
      @Nullable JoinedTrace joined = byTrace.get(traceId(entry));
      @Nullable TraceId alias = joined == null ? aliases.of(traceId(entry)) : null;
      for (Span span : entry.group().spans()) {
        Span now = span;
        if (joined != null) {
          now = joined.apply(span);
        } else if (alias != null) {
          now = JoinedTrace.renamed(span, alias, Set.of());
          joins.finds().late(1);
        }
        renamed += now.traceIdLow() != span.traceIdLow() || isWider(now, span) ? 1 : 0;
        parents += now.parentSpanId() != span.parentSpanId() ? 1 : 0;
        spans.add(now);
      }
    }
    if (renamed > 0) {
      ledger.changed(Joins.RULE, renamed);
    }
    if (parents > 0) {
      ledger.changed(Joins.PARENT_RULE, parents);
    }
    return new TraceUnit(entries, spans, ledger::ack);
  }

  private static boolean isWider(Span now, Span before) {
    return now.traceIdHigh() != before.traceIdHigh();
  }

  private static TraceId traceId(Entry entry) {
    return entry.group().spans().get(0).traceId();
  }
}
