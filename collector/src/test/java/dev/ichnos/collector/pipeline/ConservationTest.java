package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.repair.Repaired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever backends say, in whatever order: every span ends in exactly one account. */
class ConservationTest {
  /** Spans that the backend said it took. */
  private long taken;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomTraffic_randomAnswers_accountIsBalancedAndNothingStays(long seed) {
    Random random = new Random(seed);
    boolean scarce = seed % 3 == 0;
    LaneBed bed =
        new LaneBed(
            LaneBed.config(
                seed % 2 == 0 ? LaneBed.NO_WINDOW : WindowConfig.defaults(),
                1 + random.nextInt(50),
                1 + random.nextInt(4)),
            scarce ? DataSize.ofKibibytes(200) : DataSize.ofMebibytes(64),
            new LaneRules(Set.of("test"), repair(), Sampler.KEEP_ALL)
                .withJoins(seed % 3 == 0 ? Joins.join() : Joins.off()));
    bed.exporter.holding();
    long spans = 0;
    for (int step = 0; step < 1_000; step++) {
      switch (random.nextInt(4)) {
        case 0 -> spans += append(bed, random);
        case 1 -> answer(bed, random);
        case 2 -> bed.clock.advance(Duration.ofMillis(random.nextInt(800)));
        default -> bed.settle();
      }
      if (step % 50 == 0) {
        bed.settle();
        bed.account();
      }
    }
    if (seed % 5 == 0) {
      bed.settle();
      bed.loop.abandon();
    } else {
      finish(bed, random);
    }

    Ledger.Account account = bed.account();
    assertThat(account.accepted()).isEqualTo(spans);
    assertThat(account.waiting()).isZero();
    assertThat(bed.journal.bytes()).isZero();
    assertThat(bed.journal.entries()).isZero();
    assertThat(account.sent()).isEqualTo(taken);
    assertThat(bed.exporter.delivered().stream().map(Span::spanId).distinct())
        .hasSameSizeAs(bed.exporter.delivered());
    if (seed % 5 != 0) {
      assertThat(account.dropped(DropReason.NOT_DRAINED)).isZero();
    }
  }

  /** Adds a leaf to traces with an even key; unites the first two spans of every third. */
  private static Repair repair() {
    return (trace, before, tally) -> {
      List<Span> result = new ArrayList<>(trace);
      long key = trace.get(0).traceIdLow();
      if (key % 2 == 0) {
        result.add(trace.get(0).toBuilder().spanId(~trace.get(0).spanId()).build());
        tally.created("leaf", 1);
      }
      if (key % 3 == 0 && trace.size() > 1) {
        result.remove(1);
        tally.merged("twins", 1);
      }
      return Repaired.of(result);
    };
  }

  private static int append(LaneBed bed, Random random) {
    List<Span> spans = new ArrayList<>();
    int count = 1 + random.nextInt(20);
    boolean routed = random.nextInt(10) > 0;
    for (int i = 0; i < count; i++) {
      long id = random.nextLong() | 1;
      long key = random.nextInt(40);
      spans.add(captured(TestSpans.span(random.nextInt(2) * 7L, key, id), random));
    }
    SpanBatch batch = new SpanBatch(spans, SpanFixtures.ORIGIN);
    bed.append(routed ? batch : TestSpans.from("other", batch));
    return count;
  }

  /** One in two has captured one of a few trace ids, as those of one request do. */
  private static Span captured(Span span, Random random) {
    String header = "105445aa7843bc8bbf206b12000100%02x/7".formatted(random.nextInt(40));
    return random.nextBoolean()
        ? span
        : span.toBuilder()
            .parentSpanId(random.nextInt(3))
            .attributes(span.attributes().toBuilder().put("x-cloud-trace-context", header).build())
            .build();
  }

  private void answer(LaneBed bed, Random random) {
    if (bed.exporter.openCalls() == 0) {
      return;
    }
    ExportResult result =
        switch (random.nextInt(12)) {
          case 0 -> new ExportResult.Partial(random.nextInt(5), "some");
          case 1 -> new ExportResult.Split("big");
          case 2, 3 -> new ExportResult.Retryable(Duration.ofSeconds(random.nextInt(3)), "busy");
          case 4 -> new ExportResult.Permanent(true, "bad");
          case 5 -> new ExportResult.Permanent(random.nextBoolean(), "no");
          default -> ExportResult.DELIVERED;
        };
    int size = bed.exporter.answerNext(result);
    if (result instanceof ExportResult.Delivered) {
      taken += size;
    } else if (result instanceof ExportResult.Partial partial) {
      taken += size - Math.min(size, partial.rejectedSpans());
    }
  }

  private void finish(LaneBed bed, Random random) {
    bed.loop.drain();
    for (int i = 0; i < 100_000 && !bed.loop.isDrained(); i++) {
      answer(bed, random);
      bed.clock.advance(Duration.ofSeconds(1));
      bed.settle();
    }
    assertThat(bed.loop.isDrained()).isTrue();
  }
}
