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
 * <p>Immutable, safe for many threads. Holds 16 bytes for each of the first 4096 spans, and nothing
 * for further ones: then whether a span has left is not known. All of it is one row of longs, so
 * that who keeps many of these can lay them out without an object each: upper half, counts, ids of
 * CLIENT spans, ids of others, likenesses, six longs for each server half, three for each shift.
 */
public final class TraceDecisions {
  static final int MOST_SPANS = 4096;
  static final int MOST_HALVES = 64;
  static final int MOST_SHIFTS = 256;

  private static final int HEADER = 2;
  private static final int HALF = 6;
  private static final int SHIFT = 3;

  /** No span of the trace was seen. */
  public static final TraceDecisions NONE = new TraceDecisions(new long[HEADER]);

  /** A span that was moved: its children on the same instance are moved with it. */
  record Shift(long spanId, long instanceKey, long nanos) {}

  private final long[] longs;

  private TraceDecisions(long[] longs) {
    this.longs = longs;
  }

  /**
   * The decisions that {@link #copyTo} wrote.
   *
   * @param size their {@link #size()}
   */
  public static TraceDecisions copyOf(long[] from, int at, int size) {
    return new TraceDecisions(Arrays.copyOfRange(from, at, at + size));
  }

  /** {@link #high()} of the decisions that {@link #copyTo} wrote. */
  public static long high(long[] from, int at) {
    return from[at];
  }

  /** How many longs {@link #copyTo} writes. */
  public int size() {
    return longs.length;
  }

  /** Writes all that was decided, from the place {@code at} on. */
  public void copyTo(long[] to, int at) {
    System.arraycopy(longs, 0, to, at, longs.length);
  }

  /** Upper half of the trace id; 0 while only its 64-bit form was seen. */
  public long high() {
    return longs[0];
  }

  /** Roughly the heap bytes that it holds, itself included. */
  public int retainedBytes() {
    return 16 + 16 + Long.BYTES * longs.length;
  }

  /** Whether no span was seen. */
  public boolean isEmpty() {
    return Count.IDS.in(longs) == 0;
  }

  /** How many server halves it knows. */
  int halves() {
    return Count.HALVES.in(longs);
  }

  ServerHalf half(int number) {
    int at = halvesAt() + HALF * number;
    return new ServerHalf(
        longs[at], longs[at + 1], longs[at + 2], longs[at + 3], longs[at + 4], longs[at + 5]);
  }

  /** How many moved spans it knows. */
  int shifts() {
    return Count.SHIFTS.in(longs);
  }

  Shift shift(int number) {
    int at = shiftsAt() + SHIFT * number;
    return new Shift(longs[at], longs[at + 1], longs[at + 2]);
  }

  boolean hasLikenesses() {
    return Count.LIKENESSES.in(longs) > 0;
  }

  /** The spans that have left, to be looked up: made when a later window needs it. */
  Left left() {
    return new Left(this);
  }

  private int likenessesAt() {
    return HEADER + Count.IDS.in(longs);
  }

  private int halvesAt() {
    return likenessesAt() + Count.LIKENESSES.in(longs);
  }

  private int shiftsAt() {
    return halvesAt() + HALF * halves();
  }

  /** The numbers that share the second long. */
  private enum Count {
    IDS(0, 13),
    CLIENTS(13, 13),
    LIKENESSES(26, 13),
    HALVES(39, 7),
    SHIFTS(46, 9),
    /** 1 if there were more spans than are known. */
    FULL(55, 1);

    private final int from;
    private final long mask;

    Count(int from, int bits) {
      this.from = from;
      mask = (1L << bits) - 1;
    }

    int in(long[] longs) {
      return (int) (longs[1] >>> from & mask);
    }

    void put(long[] longs, int count) {
      longs[1] |= (long) count << from;
    }
  }

  /** The spans that have left, in hash tables. */
  static final class Left {
    private final Set<Long> ids = new HashSet<>();
    private final Set<Long> clients = new HashSet<>();
    private final Set<Long> likenesses = new HashSet<>();
    private final boolean full;

    private Left(TraceDecisions decisions) {
      long[] longs = decisions.longs;
      int firstOther = HEADER + Count.CLIENTS.in(longs);
      for (int i = HEADER; i < decisions.likenessesAt(); i++) {
        ids.add(longs[i]);
        if (i < firstOther) {
          clients.add(longs[i]);
        }
      }
      for (int i = decisions.likenessesAt(); i < decisions.halvesAt(); i++) {
        likenesses.add(longs[i]);
      }
      full = Count.FULL.in(longs) > 0;
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

  /**
   * What holds after one more window.
   *
   * @param received as the window had them, empty if no copies are to be known again
   * @param spans as repaired
   * @param moved those of them whose times were moved
   */
  static TraceDecisions after(
      TraceDecisions before, List<Span> received, List<Span> spans, List<Span> moved) {
    int ids = Math.min(MOST_SPANS, Count.IDS.in(before.longs) + spans.size());
    int likenesses = Math.min(MOST_SPANS, Count.LIKENESSES.in(before.longs) + received.size());
    List<ServerHalf> halves = halves(spans, MOST_HALVES - before.halves());
    int shifts = Math.min(MOST_SHIFTS, before.shifts() + moved.size());
    int allHalves = before.halves() + halves.size();
    long[] longs = new long[HEADER + ids + likenesses + HALF * allHalves + SHIFT * shifts];
    TraceDecisions after = new TraceDecisions(longs);
    Count.IDS.put(longs, ids);
    Count.LIKENESSES.put(longs, likenesses);
    Count.HALVES.put(longs, allHalves);
    Count.SHIFTS.put(longs, shifts);
    boolean full = Count.IDS.in(before.longs) + spans.size() > MOST_SPANS;
    Count.FULL.put(longs, full ? 1 : Count.FULL.in(before.longs));
    after.putIds(before, spans);
    after.putLikenesses(before, received);
    after.putHalves(before, halves);
    after.putShifts(before, moved);
    return after;
  }

  private static List<ServerHalf> halves(List<Span> spans, int room) {
    List<ServerHalf> halves = List.of();
    for (int i = 0; i < spans.size() && halves.size() < room; i++) {
      Span span = spans.get(i);
      if (span.shared() && span.kind() != SpanKind.CLIENT && ServerHalf.is(span)) {
        halves = halves.isEmpty() ? new ArrayList<>() : halves;
        halves.add(ServerHalf.of(span));
      }
    }
    return halves;
  }

  private void putIds(TraceDecisions before, List<Span> spans) {
    int old = Count.IDS.in(before.longs);
    int oldClients = Count.CLIENTS.in(before.longs);
    int room = Count.IDS.in(longs) - old;
    int clients = oldClients;
    longs[0] = before.high();
    for (int i = 0; i < spans.size(); i++) {
      longs[0] |= spans.get(i).traceIdHigh();
      clients += i < room && spans.get(i).kind() == SpanKind.CLIENT ? 1 : 0;
    }
    Count.CLIENTS.put(longs, clients);
    int client = HEADER + oldClients;
    int other = HEADER + clients + old - oldClients;
    System.arraycopy(before.longs, HEADER, longs, HEADER, oldClients);
    System.arraycopy(before.longs, client, longs, HEADER + clients, old - oldClients);
    for (int i = 0; i < room; i++) {
      Span span = spans.get(i);
      longs[span.kind() == SpanKind.CLIENT ? client++ : other++] = span.spanId();
    }
  }

  private void putLikenesses(TraceDecisions before, List<Span> received) {
    int old = Count.LIKENESSES.in(before.longs);
    System.arraycopy(before.longs, before.likenessesAt(), longs, likenessesAt(), old);
    int at = likenessesAt() + old;
    for (int i = 0; at < halvesAt(); i++) {
      longs[at++] = Likeness.of(received.get(i));
    }
  }

  private void putHalves(TraceDecisions before, List<ServerHalf> more) {
    int old = HALF * before.halves();
    System.arraycopy(before.longs, before.halvesAt(), longs, halvesAt(), old);
    int at = halvesAt() + old;
    for (ServerHalf half : more) {
      longs[at++] = half.wireId();
      longs[at++] = half.id();
      longs[at++] = half.service();
      longs[at++] = half.instance();
      longs[at++] = half.startEpochNanos();
      longs[at++] = half.endEpochNanos();
    }
  }

  private void putShifts(TraceDecisions before, List<Span> moved) {
    int old = SHIFT * before.shifts();
    System.arraycopy(before.longs, before.shiftsAt(), longs, shiftsAt(), old);
    int at = shiftsAt() + old;
    for (int i = 0; at < longs.length; i++) {
      Span span = moved.get(i);
      longs[at++] = span.spanId();
      longs[at++] = Instances.key(span);
      longs[at++] = span.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0);
    }
  }
}
