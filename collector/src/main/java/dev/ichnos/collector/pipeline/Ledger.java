package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The account of one lane. At any quiet moment
 *
 * <pre>
 * accepted + created{rule} = sent + waiting + merged{rule} + dropped{reason}
 * </pre>
 *
 * <p>{@code accepted} counts the spans of every entry of the journal from the lane's start on;
 * {@code waiting} is counted where the spans stand (journal, window, batches, flights), not
 * computed from the others, so that the equation is a check. A span that is sent more than once
 * counts once as sent, and each further time under {@code resent}, outside the equation.
 *
 * <p>The lane's thread writes; any thread reads.
 */
public final class Ledger implements Repair.Tally {
  private final String lane;
  private final JournalReader reader;
  private final LongAdder sent = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
  private final ConcurrentMap<String, LongAdder> created = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> merged = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> changed = new ConcurrentHashMap<>();
  private volatile long waiting;

  /** Spans of the entries that were polled. */
  private long taken;

  /** Spans of the entries that were polled and not acknowledged. */
  private long held;

  Ledger(String lane, JournalReader reader) {
    this.lane = Objects.requireNonNull(lane, "lane");
    this.reader = Objects.requireNonNull(reader, "reader");
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, new LongAdder());
    }
  }

  /** An entry was polled. */
  synchronized void took(Entry entry) {
    taken += entry.group().size();
    held += entry.group().size();
  }

  /** Lets go of an entry, whose spans all have their account. */
  synchronized void ack(Entry entry) {
    reader.ack(entry);
    held -= entry.group().size();
  }

  /**
   * The time to drain is over: what the journal holds for the lane and what stands in it is
   * dropped. Closes the reader, so that a journal that outlives the process keeps what was not
   * acknowledged.
   *
   * @return how many spans
   */
  synchronized long abandon() {
    long unpolled = unpolled();
    long abandoned = unpolled + waiting;
    reader.close();
    taken += unpolled;
    held = 0;
    waiting = 0;
    dropped(DropReason.NOT_DRAINED, abandoned);
    return abandoned;
  }

  void sent(long spans) {
    sent.add(spans);
  }

  void resent(long spans) {
    resent.add(spans);
  }

  void dropped(DropReason reason, long spans) {
    Objects.requireNonNull(dropped.get(reason)).add(spans);
  }

  /** How many polled spans stand in the lane now. */
  void waiting(long spans) {
    waiting = spans;
  }

  @Override
  public void created(String rule, int spans) {
    created.computeIfAbsent(rule, id -> new LongAdder()).add(spans);
  }

  @Override
  public void merged(String rule, int spans) {
    merged.computeIfAbsent(rule, id -> new LongAdder()).add(spans);
  }

  @Override
  public void changed(String rule, int spans) {
    changed.computeIfAbsent(rule, id -> new LongAdder()).add(spans);
  }

  /** Spans that repairs changed so far, by rule; outside the account. Any thread. */
  public Map<String, Long> changed() {
    return sums(changed);
  }

  /** The account now. */
  public synchronized Account account() {
    long unpolled = unpolled();
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    dropped.forEach(
        (reason, spans) -> {
          if (spans.sum() != 0) {
            drops.put(reason, spans.sum());
          }
        });
    return new Account(
        lane,
        taken + unpolled,
        sums(created),
        sent.sum(),
        waiting + unpolled,
        sums(merged),
        drops,
        resent.sum());
  }

  /** Spans of entries that the journal holds for the lane and that it has not taken yet. */
  private long unpolled() {
    return Math.max(0, reader.lagSpans() - held);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((rule, spans) -> sums.put(rule, spans.sum()));
    return sums;
  }

  /**
   * What a {@link Ledger} said at one moment; all numbers are spans.
   *
   * @param lane the exporter's id
   * @param accepted of the journal's entries from the lane's start on
   * @param created added by repairs, by rule
   * @param sent taken by the backend
   * @param waiting in the journal or in the lane
   * @param merged united with another span by repairs, by rule
   * @param dropped given up, by reason; reasons without spans are left out
   * @param resent sent again, each further time
   */
  public record Account(
      String lane,
      long accepted,
      Map<String, Long> created,
      long sent,
      long waiting,
      Map<String, Long> merged,
      Map<DropReason, Long> dropped,
      long resent) {
    /** Whether every span is in exactly one place. */
    public boolean balanced() {
      return accepted + sum(created) == sent + waiting + sum(merged) + sum(dropped);
    }

    /** Spans given up for this reason. */
    public long dropped(DropReason reason) {
      return dropped.getOrDefault(reason, 0L);
    }

    /** Spans given up for any reason. */
    public long droppedInAll() {
      return sum(dropped);
    }

    private static long sum(Map<?, Long> counts) {
      long sum = 0;
      for (long count : counts.values()) {
        sum += count;
      }
      return sum;
    }

    /** {@link #dropped()} by the reasons' labels, in their order. */
    public Map<String, Long> droppedByLabel() {
      Map<String, Long> labels = new TreeMap<>();
      dropped.forEach((reason, spans) -> labels.put(reason.label(), spans));
      return labels;
    }

    /** The account line, as logs show it. */
    @Override
    public String toString() {
      return "lane %s: accepted %d + created %d %s = sent %d + waiting %d + merged %d %s + dropped %d %s; resent %d%s"
          .formatted(
              lane,
              accepted,
              sum(created),
              created,
              sent,
              waiting,
              sum(merged),
              merged,
              sum(dropped),
              droppedByLabel(),
              resent,
              balanced() ? "" : " (NOT BALANCED)");
    }
  }
}
