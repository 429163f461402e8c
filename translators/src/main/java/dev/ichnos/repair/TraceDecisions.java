package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was decided on the spans of a trace that have left, so that later ones can follow: which
 * spans there were, the trace id's upper half, the ids of split server halves, how far spans were
 * moved for their host's clock. A pure function of all spans so far.
 *
 * <p>Immutable, safe for many threads. Holds about 16 bytes for each of the first 4096 spans, and
 * nothing for further ones: then whether a span has left is not known.
 */
public final class TraceDecisions {
  static final int MOST_SPANS = 4096;
  static final int MOST_HALVES = 64;
  static final int MOST_SHIFTS = 256;

  private static final long[] NO_LONGS = {};

  /** No span of the trace was seen. */
  public static final TraceDecisions NONE =
      new TraceDecisions(0, false, NO_LONGS, 0, NO_LONGS, List.of(), List.of());

  /** A span that was moved: its children on the same instance are moved with it. */
  record Shift(long spanId, long instanceKey, long nanos) {}

  private final long high;
  private final boolean full;

  /** Span ids, those of CLIENT spans first. */
  private final long[] ids;

  private final int clients;
  private final long[] likenesses;
  private final List<ServerHalf> halves;
  private final List<Shift> shifts;

  private TraceDecisions(
      long high,
      boolean full,
      long[] ids,
      int clients,
      long[] likenesses,
      List<ServerHalf> halves,
      List<Shift> shifts) {
    this.high = high;
    this.full = full;
    this.ids = ids;
    this.clients = clients;
    this.likenesses = likenesses;
    this.halves = halves;
    this.shifts = shifts;
  }

  /** Upper half of the trace id; 0 while only its 64-bit form was seen. */
  public long high() {
    return high;
  }

  /** Roughly the heap bytes that it holds, itself included. */
  public int retainedBytes() {
    int bytes = 48 + 32 + 8 * (ids.length + likenesses.length) + 40 * shifts.size();
    for (ServerHalf half : halves) {
      bytes += half.retainedBytes();
    }
    return bytes;
  }

  /** Whether no span was seen. */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  List<ServerHalf> halves() {
    return halves;
  }

  List<Shift> shifts() {
    return shifts;
  }

  boolean hasLikenesses() {
    return likenesses.length > 0;
  }

  /** The spans that have left, to be looked up: made when a later window needs it. */
  Left left() {
    return new Left(this);
  }

  /** The spans that have left, in hash tables. */
  static final class Left {
    private final Set<Long> ids = new HashSet<>();
    private final Set<Long> clients = new HashSet<>();
    private final Set<Long> likenesses = new HashSet<>();
    private final boolean full;

    private Left(TraceDecisions decisions) {
      for (int i = 0; i < decisions.ids.length; i++) {
        ids.add(decisions.ids[i]);
        if (i < decisions.clients) {
          clients.add(decisions.ids[i]);
        }
      }
      for (long likeness : decisions.likenesses) {
        likenesses.add(likeness);
      }
      full = decisions.full;
    }

    /** Whether a span of this id has left; true as well when that is not known. */
    boolean mayHold(long id) {
      return full || ids.contains(id);
    }

    boolean holdsClient(long id) {
      return clients.contains(id);
    }

    boolean holdsLikeness(long likeness) {
      return likenesses.contains(likeness);
    }
  }

  /** Collects what a window decides, after what was decided before. */
  static final class Builder {
    private final TraceDecisions before;
    private final long[] clients;
    private final long[] others;
    private final long[] likenesses;
    private final List<ServerHalf> halves = new ArrayList<>(0);
    private final List<Shift> shifts = new ArrayList<>(0);
    private int clientCount;
    private int otherCount;
    private int likenessCount;
    private long high;
    private boolean full;

    /** For so many spans as received, and as repaired. */
    Builder(TraceDecisions before, int received, int spans) {
      this.before = before;
      int room = Math.min(spans, MOST_SPANS - before.ids.length);
      clients = new long[room];
      others = new long[room];
      likenesses = new long[Math.min(received, MOST_SPANS - before.likenesses.length)];
      high = before.high;
      full = before.full;
    }

    void likeness(long likeness) {
      if (likenessCount < likenesses.length) {
        likenesses[likenessCount++] = likeness;
      }
    }

    void span(Span span) {
      high |= span.traceIdHigh();
      if (clientCount + otherCount == clients.length) {
        full = true;
        return;
      }
      if (span.kind() == SpanKind.CLIENT) {
        clients[clientCount++] = span.spanId();
        return;
      }
      others[otherCount++] = span.spanId();
      if ((span.shared() || span.kind() == SpanKind.SERVER)
          && before.halves.size() + halves.size() < MOST_HALVES
          && ServerHalf.is(span)) {
        halves.add(ServerHalf.of(span));
      }
    }

    /** Of a span that carries one. */
    void shift(Span span) {
      if (before.shifts.size() + shifts.size() < MOST_SHIFTS) {
        long nanos = span.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0);
        shifts.add(new Shift(span.spanId(), Instances.key(span), nanos));
      }
    }

    TraceDecisions build() {
      int oldClients = before.clients;
      int oldOthers = before.ids.length - oldClients;
      long[] ids = new long[before.ids.length + clientCount + otherCount];
      System.arraycopy(before.ids, 0, ids, 0, oldClients);
      System.arraycopy(clients, 0, ids, oldClients, clientCount);
      int at = oldClients + clientCount;
      System.arraycopy(before.ids, oldClients, ids, at, oldOthers);
      System.arraycopy(others, 0, ids, at + oldOthers, otherCount);
      long[] alike = Arrays.copyOf(before.likenesses, before.likenesses.length + likenessCount);
      System.arraycopy(likenesses, 0, alike, before.likenesses.length, likenessCount);
      return new TraceDecisions(
          high,
          full,
          ids,
          oldClients + clientCount,
          alike,
          joined(before.halves, halves),
          joined(before.shifts, shifts));
    }

    private static <T> List<T> joined(List<T> old, List<T> more) {
      if (more.isEmpty()) {
        return old;
      }
      List<T> all = new ArrayList<>(old);
      all.addAll(more);
      return List.copyOf(all);
    }
  }
}
