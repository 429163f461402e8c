package dev.ichnos.collector.kubernetes;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.identity.who.Pod;
import dev.ichnos.identity.who.PodDirectory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All pods that are known, by name and by address.
 *
 * <p>Reading is lock-free. Writing is for one thread at a time, which it sees to itself. Bounded:
 * past {@code max_pods} that are there, new ones are left out; past {@code max_gone_pods} that are
 * gone, the one that went first is forgotten; both are counted. A pod with a sidecar and its labels
 * takes about 1.2 KiB of heap, 20 000 of them 24 MiB ({@code PodTableTest} measures it).
 */
final class PodTable implements PodDirectory {
  /**
   * Spans of a pod are taken for its own this long after it ended, unless another pod has its
   * address: senders flush within 5 s, and the end is known in whole seconds.
   */
  static final long LATE_NANOS = 10_000_000_000L;

  /** Of one address, and of one pod's addresses: the eldest are forgotten. */
  static final int MAX_HOLDINGS = 8;

  private static final String MAPPED = "::ffff:";

  private final PodsConfig config;
  private final Metrics metrics;
  private final ConcurrentMap<Name, Incarnation> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, List<Holding>> byIp = new ConcurrentHashMap<>();

  /** In the order in which they went. */
  private final Deque<Incarnation> gone = new ArrayDeque<>();

  private int live;
  private long lists;

  PodTable(PodsConfig config, Metrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public @Nullable Pod byName(String namespace, String name) {
    Incarnation known = byName.get(new Name(namespace, name));
    return known == null ? null : known.facts().pod();
  }

  /** Of those who had the address then, or until just before, the last one to take it. */
  @Override
  public @Nullable Pod byIp(String ip, long epochNanos) {
    List<Holding> holdings = byIp.get(plain(ip));
    if (holdings == null) {
      return null;
    }
    for (int i = holdings.size() - 1; i >= 0; i--) {
      Holding holding = holdings.get(i);
      if (holding.fromNanos() <= epochNanos && epochNanos - LATE_NANOS <= holding.untilNanos()) {
        return holding.holder().facts().pod();
      }
    }
    return null;
  }

  /** An IPv4 address without the prefix that it has on sockets of both kinds. */
  private static String plain(String ip) {
    return ip.startsWith(MAPPED) && ip.indexOf('.') > 0 ? ip.substring(MAPPED.length()) : ip;
  }

  synchronized int live() {
    return live;
  }

  synchronized int gone() {
    return gone.size();
  }

  /** Begins a list: {@link #endList} with this number retires what was not seen since. */
  synchronized long beginList() {
    return ++lists;
  }

  /**
   * Ends a list that came whole: pods that it does not have are gone.
   *
   * @param namespace the list's; empty when it is of all
   */
  synchronized void endList(String namespace, long list, long nowNanos) {
    for (Incarnation known : byName.values()) {
      KnownPod facts = known.facts();
      if (!known.gone
          && known.seen < list
          && (namespace.isEmpty() || namespace.equals(facts.pod().namespace()))) {
        boolean due = facts.deletionNanos() > 0 && facts.deletionNanos() < nowNanos;
        retire(known, due ? facts.deletionNanos() : nowNanos, nowNanos);
      }
    }
    forget(nowNanos);
  }

  /** A pod that is there, new or changed. */
  synchronized void put(KnownPod facts, long nowNanos) {
    Name name = Name.of(facts);
    Incarnation known = byName.get(name);
    if (known != null && (known.gone || !known.facts().uid().equals(facts.uid()))) {
      boolean timeless = facts.fromNanos() == Long.MIN_VALUE;
      retire(known, timeless ? nowNanos : Math.min(nowNanos, facts.fromNanos()), nowNanos);
      known = null;
    }
    if (known != null) {
      known.seen = lists;
      if (!known.facts().equals(facts)) {
        update(known, facts, nowNanos);
      }
    } else if (live >= config.maxPods()) {
      metrics.podLeftOut("max_pods", 1);
    } else {
      Incarnation added = new Incarnation(facts);
      added.seen = lists;
      live++;
      byName.put(name, added);
      update(added, facts, nowNanos);
    }
    forget(nowNanos);
  }

  /** A pod that is gone, as it was at the end. */
  synchronized void remove(KnownPod facts, long nowNanos) {
    Incarnation known = byName.get(Name.of(facts));
    if (known != null && !known.gone && known.facts().uid().equals(facts.uid())) {
      update(known, facts, nowNanos);
      retire(known, Math.min(nowNanos, facts.untilNanos()), nowNanos);
    }
    forget(nowNanos);
  }

  /** Forgets those that have been gone for long enough. */
  synchronized void forget(long nowNanos) {
    while (!gone.isEmpty() && nowNanos - gone.getFirst().goneNanos >= config.goneTtl().toNanos()) {
      release(gone.removeFirst());
    }
  }

  private void update(Incarnation known, KnownPod facts, long nowNanos) {
    known.facts(facts);
    for (String ip : List.copyOf(known.held)) {
      if (!facts.ips().contains(ip)) {
        // A pod whose addresses are not told at its end had them until then.
        end(known, ip, facts.ips().isEmpty() ? facts.untilNanos() : nowNanos);
      }
    }
    boolean moved = !known.held.isEmpty();
    for (String ip : facts.ips()) {
      if (known.held.contains(ip)) {
        end(known, ip, facts.untilNanos());
      } else {
        hold(known, ip, moved ? nowNanos : facts.fromNanos(), facts.untilNanos());
      }
    }
  }

  private void hold(Incarnation known, String ip, long fromNanos, long untilNanos) {
    if (known.held.size() == MAX_HOLDINGS) {
      drop(known, known.held.remove(0));
    }
    known.held.add(ip);
    byIp.compute(
        ip,
        (same, before) -> {
          List<Holding> after = before == null ? new ArrayList<>(1) : new ArrayList<>(before);
          int at = after.size();
          while (at > 0 && after.get(at - 1).fromNanos() > fromNanos) {
            at--;
          }
          after.add(at, new Holding(known, fromNanos, untilNanos));
          return List.copyOf(after.subList(Math.max(0, after.size() - MAX_HOLDINGS), after.size()));
        });
  }

  private void end(Incarnation known, String ip, long untilNanos) {
    byIp.computeIfPresent(
        ip,
        (same, before) ->
            before.stream()
                .map(holding -> holding.holder() == known ? holding.until(untilNanos) : holding)
                .toList());
  }

  private void drop(Incarnation known, String ip) {
    byIp.computeIfPresent(
        ip,
        (same, before) -> {
          List<Holding> after =
              before.stream().filter(holding -> holding.holder() != known).toList();
          return after.isEmpty() ? null : after;
        });
  }

  private void retire(Incarnation known, long untilNanos, long nowNanos) {
    if (known.gone) {
      return;
    }
    known.held.forEach(ip -> end(known, ip, untilNanos));
    known.gone = true;
    known.goneNanos = nowNanos;
    live--;
    gone.addLast(known);
    if (gone.size() > config.maxGonePods()) {
      release(gone.removeFirst());
      metrics.podLeftOut("max_gone_pods", 1);
    }
  }

  private void release(Incarnation known) {
    byName.remove(Name.of(known.facts()), known);
    known.held.forEach(ip -> drop(known, ip));
  }

  private record Name(String namespace, String name) {
    static Name of(KnownPod facts) {
      return new Name(facts.pod().namespace(), facts.pod().name());
    }
  }
}
