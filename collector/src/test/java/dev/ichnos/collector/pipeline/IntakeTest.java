package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final Metrics metrics = new Metrics();
  private final MemoryJournal journal =
      new MemoryJournal(new JournalConfig(new DataSize(5_000), new DataSize(5_000)), metrics);
  private final JournalReader reader = journal.reader("a");

  @Test
  void accept_journalTakesIt_countsAccepted() {
    assertThat(accept(UnaryOperator.identity(), trace(1, 3))).isEqualTo(ConsumeResult.ACCEPTED);

    assertThat(reader.lagSpans()).isEqualTo(3);
    assertThat(counter("ichnos_receiver_accepted_spans")).isEqualTo(3);
  }

  @Test
  void accept_identityLeavesSpansOut_appendsAndCountsTheRest() {
    accept(batch -> batch.withSpans(batch.spans().subList(0, 1)), trace(1, 3));

    assertThat(reader.lagSpans()).isEqualTo(1);
    assertThat(counter("ichnos_receiver_accepted_spans")).isEqualTo(1);
    assertThat(counter("ichnos_receiver_dropped_spans")).isEqualTo(2);
  }

  @Test
  void accept_identityThrowsForOneSpan_itsNeighboursAreTaken() {
    SpanBatch batch = trace(1, 3);
    Span bad = batch.spans().get(1);

    ConsumeResult result =
        accept(
            some -> {
              if (some.spans().contains(bad)) {
                throw new IllegalStateException("bug");
              }
              return some;
            },
            batch);

    assertThat(result).isEqualTo(ConsumeResult.ACCEPTED);
    assertThat(reader.lagSpans()).isEqualTo(2);
    assertThat(counter("ichnos_receiver_dropped_spans")).isEqualTo(1);
  }

  @Test
  void accept_identityLeavesNothing_isAccepted() {
    assertThat(accept(batch -> batch.withSpans(List.of()), trace(1, 3)))
        .isEqualTo(ConsumeResult.ACCEPTED);

    assertThat(reader.lagSpans()).isZero();
  }

  @Test
  void accept_journalIsFull_countsRefused() {
    accept(UnaryOperator.identity(), trace(1, 3));

    assertThat(accept(UnaryOperator.identity(), trace(2, 4)))
        .isInstanceOf(ConsumeResult.Retryable.class);
    assertThat(counter("ichnos_receiver_refused_spans")).isEqualTo(4);
    assertThat(counter("ichnos_receiver_accepted_spans")).isEqualTo(3);
  }

  @Test
  void accept_identityThrows_isRefusedForGood() {
    ConsumeResult result =
        accept(
            batch -> {
              throw new IllegalStateException("bug");
            },
            trace(1, 2));

    assertThat(result).isInstanceOf(ConsumeResult.Permanent.class);
    assertThat(counter("ichnos_receiver_refused_spans")).isEqualTo(2);
  }

  @Test
  void accept_journalThrows_isRefusedForGoodAndCounted() {
    Journal broken =
        new Journal() {
          @Override
          public CompletionStage<ConsumeResult> append(SpanBatch batch) {
            throw new IllegalStateException("bug");
          }

          @Override
          public JournalReader reader(String lane) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void start() {}

          @Override
          public void close(Duration deadline) {}
        };

    ConsumeResult result =
        new Intake(UnaryOperator.identity(), broken, metrics)
            .accept(trace(1, 2))
            .toCompletableFuture()
            .join();

    assertThat(result).isInstanceOf(ConsumeResult.Permanent.class);
    assertThat(counter("ichnos_receiver_refused_spans")).isEqualTo(2);
  }

  private ConsumeResult accept(UnaryOperator<SpanBatch> identity, SpanBatch batch) {
    return new Intake(identity, journal, metrics).accept(batch).toCompletableFuture().join();
  }

  private double counter(String name) {
    return metrics.registry().scrape(name::equals).stream()
        .flatMap(family -> ((CounterSnapshot) family).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
