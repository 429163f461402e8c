package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which traces a lane gives up when it lags so far that memory runs out.
 *
 * <p>Every trace has a rank: its randomness, from 0 to 1, in one of four bands, 0 to 3. Below are
 * ordinary traces of a tenant that floods (more than half above the mean of all tenants); then
 * ordinary traces; then those with an error or debug flag, again the flooding tenant's first.
 * Traces ranked below the level go, whole. The level rises to what must be let go, and falls by
 * itself.
 *
 * <p>Keys of traces that went are remembered for a while, so that their later entries go too.
 */
final class Shedder {
  private static final int MAX_REMEMBERED = 1 << 16;
  private static final int MAX_TENANTS = 1_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final double BANDS = 4;
  private static final double NUDGE = 0.05;
  private static final long NUDGE_NANOS = SECOND_NANOS / 10;
  private static final double FLOOD = 1.5;

  private final long rememberNanos;
  private final Map<Long, Long> shedUntil = new LinkedHashMap<>();
  private final Map<String, Share> tenants = new LinkedHashMap<>();
  private final Set<String> flooding = new HashSet<>();

  /** Whose entry came last. */
  private String lastTenant = "";

  private @Nullable Share lastShare;
  private double level;
  private long nextFallEpochNanos = Long.MIN_VALUE;
  private long nextAgeEpochNanos = Long.MIN_VALUE;
  private long nextNudgeEpochNanos = Long.MIN_VALUE;

  /**
   * @param rememberNanos how long the later entries of a trace that went are awaited
   */
  Shedder(long rememberNanos) {
    this.rememberNanos = rememberNanos;
  }

  /** Notes what arrives, for the tenants' shares. */
  void arrived(Entry entry) {
    String tenant = TraceUnit.tenantOf(entry);
    @Nullable Share share = lastShare;
    if (share == null || !tenant.equals(lastTenant)) {
      share = share(tenant);
      lastTenant = tenant;
      lastShare = share;
    }
    if (share != null) {
      share.bytes += (double) entry.bytes();
    }
  }

  private @Nullable Share share(String tenant) {
    return tenants.size() < MAX_TENANTS
        ? tenants.computeIfAbsent(tenant, key -> new Share())
        : tenants.get(tenant);
  }

  /** Whether the entry belongs to a trace that went a while ago. */
  boolean wentBefore(Entry entry) {
    if (shedUntil.isEmpty()) {
      return false;
    }
    Long until = shedUntil.get(entry.traceKey());
    return until != null && entry.appendEpochNanos() <= until;
  }

  /** Whether the trace goes at the present level. */
  boolean sheds(Sheddable trace) {
    return level > 0 && rank(trace) < level;
  }

  /** Remembers that the trace went. */
  void went(Sheddable trace, long nowEpochNanos) {
    trace.eachTraceKey(
        key -> {
          shedUntil.put(key, nowEpochNanos + rememberNanos);
          if (shedUntil.size() > MAX_REMEMBERED) {
            shedUntil.remove(shedUntil.keySet().iterator().next());
          }
        });
  }

  /**
   * Raises the level until the lowest ranked of these traces, together {@code bytes}, go; all of
   * them if they are fewer.
   *
   * @return those that go
   */
  List<Sheddable> raise(Collection<? extends Sheddable> candidates, long bytes) {
    findFlooding();
    List<Ranked> ranked = new ArrayList<>(candidates.size());
    for (Sheddable trace : candidates) {
      ranked.add(new Ranked(trace, rank(trace)));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::rank));
    List<Sheddable> gone = new ArrayList<>();
    long freed = 0;
    for (Ranked next : ranked) {
      if (freed >= bytes && next.rank() >= level) {
        break;
      }
      gone.add(next.trace());
      freed += next.trace().bytes();
      level = Math.max(level, Math.nextUp(next.rank()));
    }
    return gone;
  }

  /** Forgets, once a second: a tenth of the tenants' shares, and traces no longer awaited. */
  void age(long nowEpochNanos) {
    if (nowEpochNanos < nextAgeEpochNanos) {
      return;
    }
    nextAgeEpochNanos = nowEpochNanos + SECOND_NANOS;
    tenants.values().forEach(share -> share.bytes *= 0.9);
    tenants.values().removeIf(share -> share.bytes < 1);
    lastShare = null;
    shedUntil.values().removeIf(until -> until < nowEpochNanos);
  }

  /** Raises the level a little, where no trace in view says by how much. */
  void nudge(long nowEpochNanos) {
    if (nowEpochNanos >= nextNudgeEpochNanos) {
      nextNudgeEpochNanos = nowEpochNanos + NUDGE_NANOS;
      level = Math.min(BANDS, level + NUDGE);
    }
  }

  /**
   * Lets the level fall: by half every 0.1 s where the backend takes what comes, so that little is
   * given up once it is back; by a twentieth a second where it does not.
   */
  void fall(boolean congested, long nowEpochNanos) {
    if (nowEpochNanos < nextFallEpochNanos) {
      return;
    }
    nextFallEpochNanos = nowEpochNanos + (congested ? SECOND_NANOS : SECOND_NANOS / 10);
    level *= congested ? 0.95 : 0.5;
    if (level < 0.001) {
      level = 0;
    }
  }

  /** 0 when nothing is shed, 4 when everything is. */
  double level() {
    return level;
  }

  private double rank(Sheddable trace) {
    boolean first = flooding.isEmpty() || flooding.contains(trace.tenant());
    int band = (trace.urgent() ? 2 : 0) + (first ? 0 : 1);
    return band + TraceRandomness.of(trace.traceKey());
  }

  private void findFlooding() {
    double sum = 0;
    for (Share share : tenants.values()) {
      sum += share.bytes;
    }
    double bound = FLOOD * sum / tenants.size();
    flooding.clear();
    tenants.forEach(
        (tenant, share) -> {
          if (share.bytes > bound) {
            flooding.add(tenant);
          }
        });
  }

  /** What a tenant sent, old bytes counting less. */
  private static final class Share {
    private double bytes;
  }

  private record Ranked(Sheddable trace, double rank) {}
}
