package dev.ichnos.collector.journal.memory;

import static dev.ichnos.collector.pipeline.TestSpans.batch;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.Entry;
import dev.ichnos.collector.pipeline.JournalReader;
import dev.ichnos.collector.pipeline.ManualClock;
import dev.ichnos.model.SpanBatch;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryJournalTest {
  private static final DataSize MANY = DataSize.ofMebibytes(100);

  private final ManualClock clock = new ManualClock();
  private final MemoryJournal journal = journal(MANY, MANY);

  @Test
  void append_noReader_vanishesAtOnce() {
    assertThat(append(trace(1, 3))).isEqualTo(ConsumeResult.ACCEPTED);

    assertThat(journal.bytes()).isZero();
    assertThat(journal.entries()).isZero();
  }

  @Test
  void append_emptyBatch_addsNothing() throws InterruptedException {
    JournalReader reader = journal.reader("a");

    assertThat(append(batch())).isEqualTo(ConsumeResult.ACCEPTED);

    assertThat(poll(reader)).isEmpty();
  }

  @Test
  void append_severalTraces_oneEntryPerTraceInOrderOfTheirFirstSpans() throws InterruptedException {
    JournalReader reader = journal.reader("a");

    append(batch(span(3, 1), span(1, 2), span(3, 4), span(2, 5)));

    List<Entry> entries = poll(reader);
    assertThat(entries).extracting(Entry::traceKey).containsExactly(3L, 1L, 2L);
    assertThat(entries).extracting(Entry::sequence).containsExactly(0L, 1L, 2L);
    assertThat(entries.get(0).group().size()).isEqualTo(2);
    assertThat(entries).allMatch(entry -> entry.appendEpochNanos() == clock.epochNanos());
  }

  @Test
  void append_clockGoesBack_appendTimesDoNot() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    append(trace(1, 1));
    clock.advance(Duration.ofSeconds(-5));
    append(trace(2, 1));

    List<Entry> entries = poll(reader);

    assertThat(entries.get(1).appendEpochNanos()).isEqualTo(entries.get(0).appendEpochNanos());
  }

  @Test
  void append_pastTheHardLimit_isRetryableUntilSomethingIsLetGo() throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size), new DataSize(size * 2));
    JournalReader reader = small.reader("a");
    append(small, trace(1, 1));
    append(small, trace(2, 1));

    assertThat(append(small, trace(3, 1)))
        .isInstanceOfSatisfying(
            ConsumeResult.Retryable.class,
            no -> {
              assertThat(no.after()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
              assertThat(no.message()).contains("full");
            });
    reader.ack(poll(reader).get(0));

    assertThat(append(small, trace(3, 1))).isEqualTo(ConsumeResult.ACCEPTED);
  }

  @Test
  void append_largerThanTheHardLimit_isPermanent() {
    MemoryJournal small = journal(new DataSize(10), new DataSize(100));
    small.reader("a");

    assertThat(append(small, trace(1, 1))).isInstanceOf(ConsumeResult.Permanent.class);
  }

  @Test
  void append_closed_isRetryable() {
    journal.reader("a");
    journal.close(Duration.ZERO);

    assertThat(append(trace(1, 1))).isInstanceOf(ConsumeResult.Retryable.class);
  }

  @Test
  void reader_laneHasOne_throws() {
    journal.reader("a");

    assertThatThrownBy(() -> journal.reader("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lane: a");
  }

  @Test
  void reader_openedLater_startsAtTheEnd() throws InterruptedException {
    JournalReader first = journal.reader("a");
    append(trace(1, 1));

    JournalReader second = journal.reader("b");
    append(trace(2, 1));

    assertThat(poll(second)).extracting(Entry::traceKey).containsExactly(2L);
    assertThat(second.lagSpans()).isEqualTo(1);
    assertThat(first.lagSpans()).isEqualTo(2);
  }

  @Test
  void poll_moreThanMaxBytes_returnsAtLeastOneThenUpToIt() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    for (int key = 0; key < 10; key++) {
      append(trace(key, 1));
    }
    int size = (int) size(trace(1, 1));

    assertThat(reader.poll(1, Duration.ZERO)).hasSize(1);
    assertThat(reader.poll(size * 3, Duration.ZERO)).hasSize(3);
    assertThat(reader.poll(Integer.MAX_VALUE, Duration.ZERO)).hasSize(6);
    assertThat(reader.poll(Integer.MAX_VALUE, Duration.ZERO)).isEmpty();
  }

  @Test
  @Timeout(10)
  void poll_waits_untilSomethingIsAppended() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    CompletableFuture<Void> appended = CompletableFuture.runAsync(() -> append(trace(1, 1)));

    List<Entry> entries = reader.poll(1, Duration.ofMinutes(1));

    appended.join();
    assertThat(entries).hasSize(1);
  }

  @Test
  @Timeout(10)
  void poll_wokenBefore_returnsAtOnce() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    reader.wakeUp();

    assertThat(reader.poll(1, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  @Timeout(10)
  void poll_waits_closeEndsIt() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    CompletableFuture<Void> closed = CompletableFuture.runAsync(reader::close);

    assertThat(reader.poll(1, Duration.ofMinutes(1))).isEmpty();
    closed.join();
  }

  @Test
  @Timeout(10)
  void poll_threadIsInterrupted_throws() {
    JournalReader reader = journal.reader("a");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> reader.poll(1, Duration.ofMinutes(1)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void ack_twoReaders_entryIsFreeAfterTheLast() throws InterruptedException {
    JournalReader a = journal.reader("a");
    JournalReader b = journal.reader("b");
    append(trace(1, 2));
    long size = journal.bytes();

    a.ack(poll(a).get(0));
    assertThat(journal.bytes()).isEqualTo(size);
    assertThat(a.lagBytes()).isZero();
    assertThat(b.lagBytes()).isEqualTo(size);
    b.ack(poll(b).get(0));

    assertThat(journal.bytes()).isZero();
    assertThat(journal.entries()).isZero();
  }

  @Test
  void ack_twice_countsOnce() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    append(trace(1, 2));
    append(trace(2, 2));
    Entry entry = poll(reader).get(0);

    reader.ack(entry);
    reader.ack(entry);

    assertThat(reader.lagSpans()).isEqualTo(2);
    assertThat(journal.entries()).isEqualTo(1);
  }

  @Test
  void ack_lastHolder_memoryIsFreeThoughOlderEntriesStay() throws InterruptedException {
    JournalReader reader = journal.reader("a");
    append(trace(1, 1));
    WeakReference<SpanBatch> second = appendWeakly();
    List<Entry> entries = poll(reader);
    reader.ack(entries.get(1));
    entries = List.of();

    System.gc();

    assertThat(entries).isEmpty();
    assertThat(second.get()).isNull();
    assertThat(journal.entries()).isEqualTo(1);
  }

  @Test
  void close_reader_letsGoOfWhatItHeldAndOfWhatComes() throws InterruptedException {
    JournalReader a = journal.reader("a");
    JournalReader b = journal.reader("b");
    for (int key = 0; key < 5_000; key++) {
      append(trace(key, 1));
    }
    for (Entry entry : poll(a)) {
      a.ack(entry);
    }

    b.close();
    b.close();

    assertThat(journal.bytes()).isZero();
    assertThat(b.lagBytes()).isZero();
    append(trace(1, 1));
    a.ack(poll(a).get(0));
    assertThat(journal.entries()).isZero();
    assertThat(journal.reader("b").lagSpans()).isZero();
  }

  @Test
  void append_laneIsOutrun_isAnsweredOnceItHasCaughtUp() throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 80), new DataSize(size * 200));
    JournalReader reader = small.reader("a");
    for (int i = 0; i < 40; i++) {
      assertThat(small.append(trace(i, 1)).toCompletableFuture()).isCompleted();
    }
    reader.poll((int) size, Duration.ZERO);

    CompletableFuture<ConsumeResult> late = small.append(trace(50, 1)).toCompletableFuture();

    assertThat(late).isNotDone();
    reader.poll((int) size * 50, Duration.ZERO);
    assertThat(late).isCompletedWithValue(ConsumeResult.ACCEPTED);
    assertThat(small.append(trace(51, 1)).toCompletableFuture()).isCompleted();
  }

  @Test
  void append_laneStandsStillBetweenTwoPolls_isAnsweredOnceItGoesOn() throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 80), new DataSize(size * 200));
    JournalReader reader = small.reader("a");
    reader.poll((int) size, Duration.ZERO);

    CompletableFuture<ConsumeResult> first = small.append(trace(0, 1)).toCompletableFuture();
    CompletableFuture<ConsumeResult> late = new CompletableFuture<>();
    for (int i = 1; i < 10; i++) {
      late = small.append(trace(i, 1)).toCompletableFuture();
    }

    assertThat(first).isCompletedWithValue(ConsumeResult.ACCEPTED);
    assertThat(late).isNotDone();
    reader.poll((int) size * 50, Duration.ZERO);
    assertThat(late).isCompletedWithValue(ConsumeResult.ACCEPTED);
  }

  @Test
  void append_backendIsSlow_isAnsweredAtOnceUnlessAllBackendsAre() throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 80), new DataSize(size * 200));
    JournalReader slow = small.reader("a");
    JournalReader quick = small.reader("b");
    for (int i = 0; i < 40; i++) {
      append(small, trace(i, 1));
    }
    slow.rest(true);

    assertThat(small.append(trace(50, 1)).toCompletableFuture()).isCompleted();
    quick.rest(true);
    CompletableFuture<ConsumeResult> late = small.append(trace(51, 1)).toCompletableFuture();
    assertThat(late).isNotDone();
    quick.poll((int) size * 100, Duration.ZERO);
    assertThat(late).isCompletedWithValue(ConsumeResult.ACCEPTED);
  }

  @Test
  void append_allBackendsAreGone_isAnsweredAtOnce() throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 80), new DataSize(size * 200));
    JournalReader reader = small.reader("a");
    for (int i = 0; i < 40; i++) {
      append(small, trace(i, 1));
    }
    reader.poll((int) size, Duration.ZERO);
    CompletableFuture<ConsumeResult> late = small.append(trace(50, 1)).toCompletableFuture();

    reader.rest(false);

    assertThat(late).isCompletedWithValue(ConsumeResult.ACCEPTED);
    assertThat(small.append(trace(51, 1)).toCompletableFuture()).isCompleted();
  }

  @Test
  @Timeout(20)
  void append_laneIsOutrunForLong_isAnsweredAllTheSame() throws Exception {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 80), new DataSize(size * 200));
    JournalReader reader = small.reader("a");
    for (int i = 0; i < 40; i++) {
      append(small, trace(i, 1));
    }
    reader.poll((int) size, Duration.ZERO);

    assertThat(small.append(trace(50, 1)).toCompletableFuture().get())
        .isEqualTo(ConsumeResult.ACCEPTED);
  }

  @Test
  void excessBytes_overMaxSize_onlyTheLaggingReaderMustLetGoDownToNineTenths()
      throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 100), MANY);
    JournalReader dead = small.reader("dead");
    JournalReader good = small.reader("good");
    for (int key = 0; key < 100; key++) {
      append(small, trace(key, 1));
      good.ack(poll(good).get(0));
    }
    assertThat(dead.excessBytes()).isZero();

    append(small, trace(100, 1));
    assertThat(dead.excessBytes()).isEqualTo(size * 11);
    assertThat(good.excessBytes()).isZero();
    List<Entry> entries = poll(dead);
    entries.subList(0, 5).forEach(dead::ack);
    assertThat(dead.excessBytes()).isEqualTo(size * 6);
    entries.subList(5, 11).forEach(dead::ack);
    assertThat(dead.excessBytes()).isZero();
    append(small, trace(101, 1));

    assertThat(dead.excessBytes()).isZero();
  }

  @Test
  void excessBytes_lanesHoldDifferentEntries_theOneThatLagsMostLetsGo()
      throws InterruptedException {
    long size = size(trace(1, 1));
    MemoryJournal small = journal(new DataSize(size * 100), MANY);
    JournalReader a = small.reader("a");
    JournalReader b = small.reader("b");
    for (int key = 0; key < 110; key++) {
      append(small, trace(key, 1));
    }
    List<Entry> entries = poll(a);
    entries.subList(0, 60).forEach(a::ack);
    entries.subList(60, 110).forEach(b::ack);

    assertThat(b.excessBytes()).isEqualTo(size * 20);
    assertThat(a.excessBytes()).isZero();
  }

  @Test
  @Timeout(60)
  void appendAndAck_manyThreads_everyReaderSeesAllInOrderAndNothingStays() throws Exception {
    JournalReader a = journal.reader("a");
    JournalReader b = journal.reader("b");
    int producers = 4;
    int each = 5_000;
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int producer = 0; producer < producers; producer++) {
      long base = (long) producer * each;
      work.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < each; i += 2) {
                  append(batch(span(base + i, 1), span(base + i + 1, 1)));
                }
              },
              task -> new Thread(task, "producer").start()));
    }
    CompletableFuture<List<Entry>> seenByA = read(a, producers * each, new Random(1));
    CompletableFuture<List<Entry>> seenByB = read(b, producers * each, new Random(2));

    for (CompletableFuture<Void> one : work) {
      one.join();
    }

    assertThat(seenByA.join()).extracting(Entry::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(seenByB.join()).isEqualTo(seenByA.join());
    assertThat(journal.bytes()).isZero();
    assertThat(journal.entries()).isZero();
    assertThat(a.lagSpans() + b.lagBytes()).isZero();
  }

  /** Reads as a lane does, and acknowledges in no order, partly on other threads. */
  private static CompletableFuture<List<Entry>> read(
      JournalReader reader, int count, Random random) {
    CompletableFuture<List<Entry>> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                List<Entry> seen = new ArrayList<>();
                List<Entry> open = new ArrayList<>();
                List<CompletableFuture<Void>> acks = new ArrayList<>();
                while (seen.size() < count) {
                  List<Entry> entries = reader.poll(100_000, Duration.ofSeconds(1));
                  seen.addAll(entries);
                  open.addAll(entries);
                  Collections.shuffle(open, random);
                  List<Entry> now = List.copyOf(open.subList(0, open.size() / 2));
                  open.subList(0, open.size() / 2).clear();
                  acks.add(CompletableFuture.runAsync(() -> now.forEach(reader::ack)));
                }
                open.forEach(reader::ack);
                acks.forEach(CompletableFuture::join);
                done.complete(seen);
              } catch (InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    thread.start();
    return done;
  }

  private WeakReference<SpanBatch> appendWeakly() {
    SpanBatch batch = trace(2, 1);
    append(batch);
    return new WeakReference<>(batch);
  }

  private MemoryJournal journal(DataSize max, DataSize hardMax) {
    return new MemoryJournal(new JournalConfig(max, hardMax), new Metrics(), clock);
  }

  private ConsumeResult append(SpanBatch batch) {
    return append(journal, batch);
  }

  private static ConsumeResult append(MemoryJournal journal, SpanBatch batch) {
    return journal.append(batch).toCompletableFuture().join();
  }

  private static List<Entry> poll(JournalReader reader) throws InterruptedException {
    return reader.poll(Integer.MAX_VALUE, Duration.ZERO);
  }

  private static long size(SpanBatch batch) {
    return batch.retainedBytes() + MemoryJournal.ENTRY_COST;
  }
}
