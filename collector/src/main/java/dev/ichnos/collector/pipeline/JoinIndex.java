package dev.ichnos.collector.pipeline;

import dev.ichnos.model.IdHash;
import dev.ichnos.repair.join.JoinKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which open traces have to be looked at together, since they have a token in common: all that have
 * one key stand in one {@link OpenTrace}. Tenants never meet. The lane's thread alone touches it.
 */
final class JoinIndex {
  private final Joins joins;
  private final JoinKeys keys = new JoinKeys();
  private final WornKeys worn = new WornKeys();
  private final Map<Long, OpenTrace> byKey = new HashMap<>();

  JoinIndex(Joins joins) {
    this.joins = joins;
  }

  /** Unites two open traces; the one that leads from now on. */
  interface Unite {
    OpenTrace unite(OpenTrace one, OpenTrace other);
  }

  /** Finds what else has a token of an entry that has just come to the trace. */
  void added(Entry entry, OpenTrace trace, Unite unite) {
    String tenant = TraceUnit.tenantOf(entry);
    register(of(JoinKeys.ofTrace(entry.traceKey()), tenant), false, trace, unite);
    keys.of(entry.group(), key -> register(of(key, tenant), true, trace, unite));
  }

  /** Forgets a trace that leaves, and remembers that its tokens have been used. */
  void left(OpenTrace trace, long epochNanos) {
    trace.eachToken(
        token -> {
          byKey.remove(token);
          worn.add(token, epochNanos);
        });
    for (OpenTrace each : trace.all()) {
      for (Entry entry : each.entries()) {
        byKey.remove(of(JoinKeys.ofTrace(each.key), TraceUnit.tenantOf(entry)));
      }
    }
  }

  void clear() {
    byKey.clear();
  }

  /** Whether a key was used by requests that are over. */
  LongPredicate worn(String tenant) {
    return key -> worn.contains(of(key, tenant));
  }

  private void register(long key, boolean isCaptured, OpenTrace trace, Unite unite) {
    if (worn.contains(key)) {
      return;
    }
    OpenTrace leader = trace.leader();
    @Nullable OpenTrace other = byKey.get(key);
    if (other == null) {
      byKey.put(key, leader);
      if (isCaptured) {
        leader.addToken(key);
      }
      return;
    }
    other = other.leader();
    if (other == leader) {
      return;
    }
    if (leader.parts() + other.parts() > joins.settings().maxTraces()
        || leader.spans + other.spans > joins.settings().maxSpans()) {
      joins.finds().tooLarge();
      wear(key, leader);
      return;
    }
    OpenTrace both = unite.unite(leader, other);
    if (isCaptured) {
      both.addToken(key);
    }
  }

  /** A token of more traces than a request has is none. */
  private void wear(long key, OpenTrace trace) {
    worn.add(key, trace.lastEpochNanos);
  }

  private static long of(long key, String tenant) {
    return tenant.isEmpty() ? key : IdHash.text(key, tenant);
  }
}
