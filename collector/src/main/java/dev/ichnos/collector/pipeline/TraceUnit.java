package dev.ichnos.collector.pipeline;

import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One closed trace on its way out: its entries, its spans as repaired, and how many of them still
 * have no account. When the last span is sent or dropped, the entries are let go of.
 *
 * <p>The lane's thread alone touches it.
 */
final class TraceUnit implements Sheddable {
  private final List<Entry> entries;
  private final Consumer<Entry> ack;
  private final long bytes;
  private final boolean urgent;
  private final long traceKey;
  private List<Span> spans;
  private int remaining;
  private int inFlight;
  private boolean begun;

  /** At least one entry, all of one trace. */
  TraceUnit(List<Entry> entries, Consumer<Entry> ack) {
    this(entries, spansOf(entries), ack);
  }

  /** The entries of several traces that are one, and their spans with the one id. */
  TraceUnit(List<Entry> entries, List<Span> joined, Consumer<Entry> ack) {
    this.entries = entries;
    this.ack = ack;
    long size = 0;
    for (int i = 0; i < entries.size(); i++) {
      size += entries.get(i).bytes();
    }
    bytes = size;
    spans = joined;
    traceKey =
        joined instanceof EncodedSpans encoded ? encoded.traceKey() : joined.get(0).traceIdLow();
    remaining = spans.size();
    urgent = hasErrorOrDebug(spans);
  }

  @Override
  public long traceKey() {
    return traceKey;
  }

  @Override
  public void eachTraceKey(LongConsumer action) {
    action.accept(traceKey);
    for (Entry entry : entries) {
      if (entry.traceKey() != traceKey) {
        action.accept(entry.traceKey());
      }
    }
  }

  /** Whether its spans are still the bytes they came in, which no rule is to read. */
  boolean isEncoded() {
    return spans instanceof EncodedSpans;
  }

  List<Span> spans() {
    return spans;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  long firstAppendEpochNanos() {
    return entries.get(0).appendEpochNanos();
  }

  /** Append time of the newest entry. */
  long lastAppendEpochNanos() {
    return entries.get(entries.size() - 1).appendEpochNanos();
  }

  /** Upper half of the trace id; 0 if all its spans have 64-bit ids. */
  long traceIdHigh() {
    for (int i = 0; i < spans.size(); i++) {
      long high = spans.get(i).traceIdHigh();
      if (high != 0) {
        return high;
      }
    }
    return 0;
  }

  Entry firstEntry() {
    return entries.get(0);
  }

  @Override
  public String tenant() {
    return tenantOf(entries.get(0));
  }

  @Override
  public boolean urgent() {
    return urgent;
  }

  /** Spans that are neither sent nor dropped yet. */
  int remaining() {
    return remaining;
  }

  /** Those of its spans that are taken: the same list if all of them are. */
  List<Span> only(Predicate<Span> taken) {
    int first = 0;
    while (first < spans.size() && taken.test(spans.get(first))) {
      first++;
    }
    if (first == spans.size()) {
      return spans;
    }
    List<Span> only = new ArrayList<>(spans.subList(0, first));
    for (int i = first + 1; i < spans.size(); i++) {
      if (taken.test(spans.get(i))) {
        only.add(spans.get(i));
      }
    }
    return only;
  }

  /** Has each span read as {@code change} wants it, which gives one as it is where it is so. */
  @SuppressWarnings("ReferenceEquality") // a list is made only when a span has changed
  void readOtherwise(UnaryOperator<Span> change) {
    @Nullable List<Span> changed = null;
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      Span other = change.apply(span);
      if (other != span && changed == null) {
        changed = new ArrayList<>(spans);
      }
      if (changed != null) {
        changed.set(i, other);
      }
    }
    if (changed != null) {
      replaceSpans(changed);
    }
  }

  /** The trace as repaired; before any of its spans has an account. */
  void replaceSpans(List<Span> repaired) {
    spans = repaired;
    remaining = repaired.size();
    if (remaining == 0) {
      ackAll();
    }
  }

  void departed(int count) {
    inFlight += count;
  }

  /** Spans that came back without an account: nothing was taken. */
  void returned(int count) {
    inFlight -= count;
  }

  /** Spans that are sent or dropped now, and were not in flight. */
  void settle(int count) {
    begun = true;
    remaining -= count;
    if (remaining == 0) {
      ackAll();
    }
  }

  private void ackAll() {
    for (int i = 0; i < entries.size(); i++) {
      ack.accept(entries.get(i));
    }
  }

  /** Whether it can still be given up as a whole. */
  boolean isWhole() {
    return !begun && inFlight == 0;
  }

  static List<Span> spansOf(List<Entry> entries) {
    if (entries.size() == 1) {
      return entries.get(0).group().spans();
    }
    List<Span> all = new ArrayList<>();
    for (Entry entry : entries) {
      all.addAll(entry.group().spans());
    }
    return all;
  }

  /** Whether the sender of any span decided not to record it, yet sent it. */
  boolean hasNotSampled() {
    for (int i = 0; i < spans.size(); i++) {
      if (isNotSampled(spans.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** B3's debug goes above what was decided before. */
  static boolean isNotSampled(Span span) {
    return span.sampled() == Sampled.NOT_SAMPLED && !span.debug();
  }

  static String tenantOf(Entry entry) {
    return entry.group().origin().metadata().getOrDefault(RequestMetadata.TENANT, "");
  }

  /** Never of spans that are still encoded: to know it would be to decode them. */
  static boolean hasErrorOrDebug(List<Span> spans) {
    if (spans instanceof EncodedSpans) {
      return false;
    }
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      if (span.debug() || span.status().code() == Status.Code.ERROR) {
        return true;
      }
    }
    return false;
  }
}
