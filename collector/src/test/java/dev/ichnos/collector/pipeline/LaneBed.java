package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.RetryConfig;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.Set;

/** A lane on a memory journal, turned by the test, on a clock that the test moves. */
final class LaneBed {
  static final WindowConfig NO_WINDOW =
      new WindowConfig(false, Duration.ZERO, Duration.ZERO, DataSize.ofMebibytes(64));

  final ManualClock clock = new ManualClock();
  final RecordingExporter exporter = new RecordingExporter("backend");
  final MemoryJournal journal;
  final JournalReader reader;
  final LaneLoop loop;

  LaneBed(WindowConfig window) {
    this(config(window, 2_000, 4), DataSize.ofMebibytes(64), LaneRules.of(Set.of("test")));
  }

  LaneBed(LaneConfig config, DataSize journalSize, LaneRules rules) {
    journal =
        new MemoryJournal(
            new JournalConfig(journalSize, new DataSize(journalSize.bytes() * 100)),
            new Metrics(),
            clock);
    reader = journal.reader(exporter.name());
    loop = new LaneLoop(exporter, reader, config, rules, clock, () -> 0.5);
  }

  /** Batches leave as soon as the window lets them; retries after 1 s, 2 s, 4 s and so on. */
  static LaneConfig config(WindowConfig window, int maxSpans, int concurrency) {
    return new LaneConfig(
        new BatchConfig(DataSize.ofKibibytes(3_584), maxSpans, Duration.ZERO),
        new RetryConfig(Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 0.5),
        window,
        concurrency,
        0,
        Duration.ofSeconds(100));
  }

  /** The lane turns only when it is told: an answer that waits for it comes later, or never. */
  void append(SpanBatch batch) {
    assertThat(journal.append(batch).toCompletableFuture().getNow(ConsumeResult.ACCEPTED))
        .isEqualTo(ConsumeResult.ACCEPTED);
  }

  /** Turns until nothing more comes in at this moment of the clock. */
  void settle() {
    try {
      int still = 0;
      while (still < 3) {
        still = loop.turn(0) ? 0 : still + 1;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void advanceAndSettle(Duration by) {
    clock.advance(by);
    settle();
  }

  Ledger.Account account() {
    Ledger.Account account = loop.ledger().account();
    assertThat(account.balanced()).as(account.toString()).isTrue();
    return account;
  }
}
