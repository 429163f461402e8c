package dev.ichnos.collector.journal.memory;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.Entry;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Journal;
import dev.ichnos.collector.pipeline.JournalReader;
import dev.ichnos.collector.pipeline.TraceGroups;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The journal that keeps its entries on the heap until every lane has let go of them.
 *
 * <p>An entry counts for {@link #ENTRY_COST} and its share of {@link SpanBatch#retainedBytes()} of
 * the message; what the groups of one message share, such as a resource, is counted once and spread
 * over them by their spans. With no reader, appended entries vanish at once.
 *
 * <p>Past {@code max_size} the readers that lag most are told to let go, down to nine tenths of it;
 * past {@code hard_max_size} appends are refused. While a lane polls without end and entries come
 * faster still, or no backend takes as much as comes, senders are answered later.
 */
public final class MemoryJournal implements Journal {
  /** Bytes of one entry beside its spans: the record, its slot, its list, a share of the origin. */
  static final int ENTRY_COST = 120;

  private static final int MAX_READERS = Long.SIZE;

  /** Senders give up after some seconds; most wait for ten. */
  private static final Duration LONGEST_DELAY = Duration.ofMillis(500);

  private static final CompletionStage<ConsumeResult> ACCEPTED =
      CompletableFuture.completedFuture(ConsumeResult.ACCEPTED);

  private final JournalConfig config;
  private final EpochClock clock;
  private final ConcurrentMap<Long, Segment> segments = new ConcurrentHashMap<>();
  private final List<MemoryReader> readers = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong appendedBytes = new AtomicLong();
  private final AtomicLong appendedSpans = new AtomicLong();
  private final AtomicLong delayedAnswers = new AtomicLong();
  private final Object appendLock = new Object();

  /** Answers that are not given yet, or were for want of time. */
  private final Queue<CompletableFuture<ConsumeResult>> waiting = new ConcurrentLinkedQueue<>();

  /** Written under the append lock. */
  private volatile long end;

  private long readerBits;
  private long lastAppendEpochNanos = Long.MIN_VALUE;
  private @Nullable Segment tail;
  private volatile boolean closed;
  private volatile boolean shedding;

  public MemoryJournal(JournalConfig config, Metrics metrics) {
    this(config, metrics, EpochClock.SYSTEM);
  }

  /** A journal whose append times are {@code clock}'s, which must be the lanes' clock too. */
  public MemoryJournal(JournalConfig config, Metrics metrics, EpochClock clock) {
    this.config = Objects.requireNonNull(config, "config");
    this.clock = Objects.requireNonNull(clock, "clock");
    metrics.journal(bytes::get, entries::get, config.maxSize().bytes(), delayedAnswers::get);
  }

  @Override
  public void start() {}

  @Override
  public CompletionStage<ConsumeResult> append(SpanBatch batch) {
    if (batch.isEmpty()) {
      return ACCEPTED;
    }
    List<SpanBatch> groups = TraceGroups.of(batch);
    long[] sizes = EntrySizes.of(batch, groups);
    long size = 0;
    for (long part : sizes) {
      size += part;
    }
    long hardMax = config.hardMaxSize().bytes();
    if (size > hardMax) {
      return CompletableFuture.completedFuture(
          new ConsumeResult.Permanent(
              "message: " + size + " bytes (expected: at most " + hardMax + ", hard_max_size)"));
    }
    synchronized (appendLock) {
      if (closed) {
        return retryable("journal: closing");
      }
      if (bytes.get() + size > hardMax) {
        return retryable("journal: full, " + bytes + " bytes of " + hardMax);
      }
      if (readers.isEmpty()) {
        return ACCEPTED;
      }
      link(groups, sizes);
      bytes.addAndGet(size);
      entries.addAndGet(sizes.length);
      appendedBytes.addAndGet(size);
      appendedSpans.addAndGet(batch.size());
      end += sizes.length;
    }
    for (MemoryReader reader : readers) {
      reader.unparkIfWaiting();
    }
    return isOutrun() ? later() : ACCEPTED;
  }

  /** Whether a lane is slower than what comes, or all backends are: one alone slows nobody down. */
  private boolean isOutrun() {
    int backends = 0;
    int lanes = 0;
    for (MemoryReader reader : readers) {
      MemoryReader.Backlog backlog = reader.backlog();
      if (backlog == MemoryReader.Backlog.OF_LANE) {
        return true;
      }
      lanes++;
      backends += backlog == MemoryReader.Backlog.OF_BACKEND ? 1 : 0;
    }
    return lanes > 0 && backends == lanes;
  }

  private CompletionStage<ConsumeResult> later() {
    delayedAnswers.incrementAndGet();
    forgetThoseAnswered();
    CompletableFuture<ConsumeResult> answer = new CompletableFuture<>();
    waiting.add(answer);
    answer.completeOnTimeout(
        ConsumeResult.ACCEPTED, LONGEST_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    if (!isOutrun()) {
      answerThoseWhoWait();
    }
    return answer;
  }

  private void forgetThoseAnswered() {
    CompletableFuture<ConsumeResult> first = waiting.peek();
    while (first != null && first.isDone()) {
      CompletableFuture<ConsumeResult> gone = waiting.poll();
      if (gone != null) {
        gone.complete(ConsumeResult.ACCEPTED); // another, if somebody was quicker: a bit early
      }
      first = waiting.peek();
    }
  }

  /** Gives the answers that were held back, if no lane is outrun any more. */
  void answerThoseWhoWait() {
    if (waiting.isEmpty() || isOutrun()) {
      return;
    }
    for (CompletableFuture<ConsumeResult> next = waiting.poll();
        next != null;
        next = waiting.poll()) {
      next.complete(ConsumeResult.ACCEPTED);
    }
  }

  /**
   * Bytes by which appends may be ahead of a lane without senders waiting for it: enough to keep it
   * busy, and little, for what waits here is copied by the garbage collector and grows cold.
   */
  long headStartBytes() {
    return config.maxSize().bytes() / 32;
  }

  @Override
  public JournalReader reader(String lane) {
    Objects.requireNonNull(lane, "lane");
    synchronized (appendLock) {
      for (MemoryReader reader : readers) {
        if (reader.lane().equals(lane)) {
          throw new IllegalStateException("lane: " + lane + " (expected: one reader per lane)");
        }
      }
      long free = ~readerBits;
      if (free == 0) {
        throw new IllegalStateException("readers: more than " + MAX_READERS);
      }
      MemoryReader reader =
          new MemoryReader(
              this, lane, Long.lowestOneBit(free), end, appendedBytes.get(), appendedSpans.get());
      readerBits |= reader.bit();
      readers.add(reader);
      return reader;
    }
  }

  /** Refuses what is appended from now on; what lanes still hold stays until they let go. */
  @Override
  public void close(Duration deadline) {
    synchronized (appendLock) {
      closed = true;
    }
  }

  /** Bytes of all entries that a lane still holds. */
  public long bytes() {
    return bytes.get();
  }

  /** Entries that a lane still holds. */
  public long entries() {
    return entries.get();
  }

  long end() {
    return end;
  }

  long appendedBytes() {
    return appendedBytes.get();
  }

  long appendedSpans() {
    return appendedSpans.get();
  }

  /**
   * The segment of a sequence; may be null once all its entries have been let go of.
   *
   * @param atHand one that is taken without a look-up if it is the one; most often it is
   */
  @Nullable Segment segment(long sequence, @Nullable Segment atHand) {
    return atHand != null && atHand.spans(sequence)
        ? atHand
        : segments.get(Segment.indexOf(sequence));
  }

  /** Lets go of an entry of this segment for one reader; whether that reader held it. */
  boolean release(Segment segment, Entry entry, long readerBit) {
    Segment.Release release = segment.release(entry.sequence(), readerBit);
    switch (release) {
      case NOT_HELD -> {
        return false;
      }
      case HELD_BY_OTHERS -> {
        return true;
      }
      case SEGMENT_FREE -> segments.remove(Segment.indexOf(entry.sequence()));
      case ENTRY_FREE -> {}
    }
    bytes.addAndGet(-entry.bytes());
    entries.decrementAndGet();
    return true;
  }

  /** No new entry is held for the reader from here on; returns where the log ends then. */
  long stopHolding(MemoryReader reader) {
    synchronized (appendLock) {
      readers.remove(reader);
      return end;
    }
  }

  /** The reader's bit can be given to another: it is set nowhere anymore. */
  void freeBit(MemoryReader reader) {
    synchronized (appendLock) {
      readerBits &= ~reader.bit();
    }
  }

  long excessBytes(MemoryReader reader) {
    long held = bytes.get();
    long max = config.maxSize().bytes();
    long floor = max - max / 10;
    boolean over = held > max || (shedding && held > floor);
    shedding = over;
    if (!over) {
      return 0;
    }
    long lag = reader.lagBytes();
    boolean lagsMost = true;
    for (MemoryReader other : readers) {
      lagsMost &= other.lagBytes() <= lag;
    }
    // Lanes may hold different entries, so that each is below the bound and all together are not.
    long excess = (lagsMost ? held : lag) - floor;
    return Math.max(0, Math.min(excess, lag));
  }

  private void link(List<SpanBatch> groups, long[] sizes) {
    long mask = 0;
    for (MemoryReader reader : readers) {
      mask |= reader.bit();
    }
    long now = Math.max(lastAppendEpochNanos, clock.epochNanos());
    lastAppendEpochNanos = now;
    long sequence = end;
    for (int i = 0; i < sizes.length; i++, sequence++) {
      Segment segment = tail;
      if (segment == null || sequence % Segment.SIZE == 0) {
        segment = new Segment(Segment.indexOf(sequence));
        segments.put(Segment.indexOf(sequence), segment);
        tail = segment;
      }
      segment.put(new Entry(sequence, now, groups.get(i), sizes[i]), mask);
    }
  }

  private static CompletionStage<ConsumeResult> retryable(String message) {
    return CompletableFuture.completedFuture(
        new ConsumeResult.Retryable(Duration.ofSeconds(1), message));
  }
}
