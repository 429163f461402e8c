package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.GoogleCredentialsSource;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.exporter.googlecloud.GoogleCloudExporter;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane towards Cloud Trace, past the quota of its project, on a clock that the test moves. */
class CloudTraceQuotaTest {
  private static final int SPANS_OF_BATCH = 10;
  private static final Duration STEP = Duration.ofMillis(50);

  private final ManualClock clock = new ManualClock();
  private final GrpcChannels channels = new GrpcChannels();
  private FakeCloudTrace cloudTrace;
  private Counting exporter;
  private MemoryJournal journal;
  private LaneLoop loop;

  @BeforeEach
  void start() throws IOException {
    cloudTrace = FakeCloudTrace.start(clock);
    LaneConfig defaults = GoogleCloudExporterConfig.laneDefaults();
    LaneConfig lane =
        new LaneConfig(
            new BatchConfig(defaults.batch().maxSize(), SPANS_OF_BATCH, Duration.ZERO),
            defaults.retry(),
            LaneBed.NO_WINDOW,
            defaults.maxConcurrency(),
            defaults.maxRequestsPerSecond(),
            defaults.timeout());
    exporter =
        new Counting(
            new GoogleCloudExporter(
                new GoogleCloudExporterConfig(
                    "googlecloud",
                    lane,
                    Optional.of("shop-prod"),
                    cloudTrace.endpoint(),
                    TlsClientConfig.plaintext(),
                    GoogleCredentialsSource.NONE,
                    false,
                    1,
                    DataSize.ofMebibytes(1)),
                Map.of(),
                channels,
                new Metrics(),
                clock));
    exporter.start();
    journal = new MemoryJournal(JournalConfig.defaults(), new Metrics(), clock);
    loop =
        new LaneLoop(
            exporter,
            journal.reader(exporter.name()),
            lane,
            LaneRules.of(Set.of("test")),
            clock,
            () -> 0.5);
  }

  @AfterEach
  void stop() {
    exporter.close(Duration.ZERO);
    channels.close();
    cloudTrace.close();
  }

  /** Twice what a minute's quota takes comes at once: another sender of the project, say. */
  @Test
  void pastTheQuota_nothingIsLostAndTheRateComesDown() throws Exception {
    int batches = 400;
    cloudTrace.quota(batches / 2);
    for (int key = 1; key <= batches; key++) {
      append(key);
    }

    run(Duration.ofSeconds(50));
    int callsOfFirstMinute = exporter.calls.get();
    run(Duration.ofMinutes(4));

    Ledger.Account account = loop.ledger().account();
    assertThat(account.sent()).as(account.toString()).isEqualTo(batches * SPANS_OF_BATCH);
    assertThat(account.dropped()).isEmpty();
    assertThat(cloudTrace.stored()).hasSize(batches * SPANS_OF_BATCH);
    assertThat(cloudTrace.violations()).isEmpty();
    assertThat(exporter.smallest).as("never bisected").hasValue(SPANS_OF_BATCH);
    assertThat(callsOfFirstMinute - batches / 2)
        .as("calls past the quota, of about 3300 that the rate would have allowed")
        .isLessThan(40);
  }

  private void append(int key) {
    assertThat(
            journal
                .append(TestSpans.trace(key, SPANS_OF_BATCH))
                .toCompletableFuture()
                .getNow(ConsumeResult.ACCEPTED))
        .isEqualTo(ConsumeResult.ACCEPTED);
  }

  private void run(Duration time) throws InterruptedException {
    for (long step = 0; step < time.dividedBy(STEP); step++) {
      int still = loop.ledger().account().waiting() == 0 ? 2 : 0;
      while (still < 2) {
        exporter.awaitAnswers();
        still = loop.turn(0) ? 0 : still + 1;
      }
      clock.advance(STEP);
    }
  }

  /** Knows how many calls are open, and the smallest batch that was sent. */
  private static final class Counting implements Exporter {
    private final Exporter exporter;
    private final Queue<CompletableFuture<ExportResult>> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger smallest = new AtomicInteger(Integer.MAX_VALUE);

    private Counting(Exporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public String name() {
      return exporter.name();
    }

    @Override
    public Map<?, List<Span>> messages(List<Span> trace) {
      return exporter.messages(trace);
    }

    @Override
    public boolean takes(Span span) {
      return exporter.takes(span);
    }

    @Override
    public CompletionStage<ExportResult> export(SpanBatch batch) {
      calls.incrementAndGet();
      smallest.accumulateAndGet(batch.size(), Math::min);
      CompletionStage<ExportResult> answer = exporter.export(batch);
      open.add(answer.toCompletableFuture());
      return answer;
    }

    /** Returns when every call so far has been answered. */
    private void awaitAnswers() {
      for (var answer = open.poll(); answer != null; answer = open.poll()) {
        answer.orTimeout(30, TimeUnit.SECONDS).join();
      }
    }

    @Override
    public void start() throws IOException {
      exporter.start();
    }

    @Override
    public void close(Duration deadline) {
      exporter.close(deadline);
    }
  }
}
