package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A trace that is still open. Where traces are joined, those that have to be looked at together are
 * united: each keeps its entries, and one of them leads.
 */
final class OpenTrace implements Sheddable {
  final long key;
  final long openedEpochNanos;
  private final Entry first;
  long lastEpochNanos;
  long high;
  long bytes;
  long spans;
  boolean urgent;

  /** All entries, where there are several: most traces come in one. */
  private @Nullable List<Entry> several;

  /** {@link OpenTraceTable}'s. */
  @Nullable OpenTrace nextInBucket;

  /** {@link OpenTraces}', in the order of {@link #lastEpochNanos}. */
  @Nullable OpenTrace beforeByIdle;

  @Nullable OpenTrace afterByIdle;

  /** {@link OpenTraces}', in the order of {@link #openedEpochNanos}. */
  @Nullable OpenTrace beforeByAge;

  @Nullable OpenTrace afterByAge;

  /** Who leads, if another does; then this stands in no list, and has only its entries. */
  private @Nullable OpenTrace leader;

  /** Those that this leads. */
  private @Nullable List<OpenTrace> led;

  /** Keys of the {@link JoinIndex} that lead here. */
  private long @Nullable [] tokens;

  private int tokenCount;

  OpenTrace(Entry first, long clock) {
    key = first.traceKey();
    high = first.group().spans().get(0).traceIdHigh();
    openedEpochNanos = clock;
    this.first = first;
    count(first);
  }

  void add(Entry entry) {
    if (several == null) {
      several = new ArrayList<>(4);
      several.add(first);
    }
    several.add(entry);
    count(entry);
  }

  private void count(Entry entry) {
    OpenTrace counted = leader();
    counted.bytes += entry.bytes();
    counted.spans += entry.group().size();
    counted.urgent |= TraceUnit.hasErrorOrDebug(entry.group().spans());
  }

  OpenTrace leader() {
    return leader == null ? this : leader;
  }

  /** Takes the lead of another that leads. */
  void lead(OpenTrace other) {
    List<OpenTrace> all = led == null ? new ArrayList<>(4) : led;
    all.add(other);
    if (other.led != null) {
      all.addAll(other.led);
      other.led = null;
    }
    all.forEach(each -> each.leader = this);
    led = all;
    bytes += other.bytes;
    spans += other.spans;
    urgent |= other.urgent;
    other.eachToken(this::addToken);
    other.tokens = null;
    other.tokenCount = 0;
  }

  /** By the first entry; where both came in one moment, by its place in the journal. */
  boolean isOlderThan(OpenTrace other) {
    return openedEpochNanos != other.openedEpochNanos
        ? openedEpochNanos < other.openedEpochNanos
        : first.sequence() < other.first.sequence();
  }

  Entry firstEntry() {
    return first;
  }

  /** Its own, in their order, without those of traces that it leads. */
  List<Entry> entries() {
    return several == null ? List.of(first) : several;
  }

  /** Whether others are united with it. */
  boolean leads() {
    return led != null;
  }

  /** Those that are united, itself first. */
  List<OpenTrace> all() {
    List<OpenTrace> all = new ArrayList<>(parts());
    all.add(this);
    if (led != null) {
      all.addAll(led);
    }
    return all;
  }

  /** How many are united. */
  int parts() {
    return led == null ? 1 : 1 + led.size();
  }

  void addToken(long token) {
    if (tokens == null) {
      tokens = new long[4];
    } else if (tokenCount == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * tokenCount);
    }
    tokens[tokenCount++] = token;
  }

  void eachToken(LongConsumer action) {
    long[] all = tokens;
    for (int i = 0; all != null && i < tokenCount; i++) {
      action.accept(all[i]);
    }
  }

  @Override
  public long traceKey() {
    return key;
  }

  @Override
  public void eachTraceKey(LongConsumer action) {
    action.accept(key);
    if (led != null) {
      led.forEach(each -> action.accept(each.key));
    }
  }

  @Override
  public String tenant() {
    return TraceUnit.tenantOf(first);
  }

  @Override
  public boolean urgent() {
    return urgent;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
