package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.error;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.otlp.Frames;
import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a lane does with messages of which nobody has read a span. */
class PassThroughLaneTest {
  private static final ExportResult DOWN = new ExportResult.Retryable(Duration.ZERO, "down");

  private final LaneBed bed = bed(2_000, DataSize.ofMebibytes(64));

  @Test
  void deliver_messagesOfManyTraces_areForwardedInOneCall() {
    SpanBatch first = encoded(span(1, 1), span(2, 2), span(3, 3));
    SpanBatch second = encoded(error(4, 4));
    bed.append(first);
    bed.append(second);
    bed.settle();

    assertThat(bed.exporter.calls()).hasSize(1);
    assertThat(sent(0)).isEqualTo(concat(bytes(first), bytes(second)));
    assertThat(bed.account().accepted()).isEqualTo(4);
    assertThat(bed.account().sent()).isEqualTo(4);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void deliver_decodedSpansToo_inCallsOfTheirOwn() {
    bed.append(encoded(span(1, 1)));
    bed.append(TestSpans.trace(2, 2));
    bed.append(encoded(span(3, 3)));
    bed.settle();

    assertThat(bed.exporter.calls())
        .extracting(call -> call.spans() instanceof EncodedSpans, SpanBatch::size)
        .containsExactly(tuple(true, 2), tuple(false, 2));
    assertThat(bed.account().sent()).isEqualTo(4);
  }

  @Test
  void deliver_messageOverMaxSpans_isCut() {
    LaneBed small = bed(10, DataSize.ofMebibytes(64));
    List<Span> spans = spans(25);
    small.append(encoded(spans.toArray(Span[]::new)));
    small.settle();

    assertThat(small.exporter.calls()).extracting(SpanBatch::size).containsExactly(10, 10, 5);
    assertThat(small.exporter.delivered()).isEqualTo(spans);
    assertThat(small.account().sent()).isEqualTo(25);
    assertThat(small.journal.bytes()).isZero();
  }

  @Test
  void batch_messageOverMaxSize_isCutBetweenSpans() {
    List<Batch> full = new ArrayList<>();
    SpanBatch message = encoded(spans(40).toArray(Span[]::new));
    long most = bytes(message).length / 3;
    Batcher batcher =
        new Batcher(
            new BatchConfig(new DataSize(most), 1_000, Duration.ZERO),
            trace -> Map.of(Exporter.ANY_MESSAGE, trace),
            full::add);

    batcher.add(new TraceUnit(List.of(new Entry(1, 0, message, 1)), entry -> {}), 0);
    batcher.flush();

    assertThat(full)
        .hasSizeGreaterThan(2)
        .allMatch(batch -> batch.bytes() <= most)
        .allMatch(batch -> bytes(batch.toSpanBatch()).length == batch.bytes());
    assertThat(full.stream().mapToInt(Batch::size).sum()).isEqualTo(40);
  }

  @Test
  void split_backendTakesLess_halvesUntilItFits() {
    List<Span> spans = spans(13);
    bed.exporter.answering(
        call -> call.size() > 3 ? new ExportResult.Split("too large") : ExportResult.DELIVERED);
    bed.append(encoded(spans.toArray(Span[]::new)));
    bed.settle();

    assertThat(bed.exporter.delivered()).containsExactlyInAnyOrderElementsOf(spans);
    assertThat(bed.account().sent()).isEqualTo(13);
  }

  @Test
  void bisect_oneBadSpanOfManyMessages_costsThatSpanAlone() {
    List<Span> spans = spans(40);
    bed.exporter.answering(
        call ->
            call.spans().stream().anyMatch(span -> span.spanId() == 17)
                ? new ExportResult.Permanent(true, "bad span")
                : ExportResult.DELIVERED);
    for (int i = 0; i < 40; i += 8) {
      bed.append(encoded(spans.subList(i, i + 8).toArray(Span[]::new)));
    }
    bed.settle();

    assertThat(bed.exporter.delivered()).extracting(Span::spanId).hasSize(39).doesNotContain(17L);
    assertThat(bed.account().sent()).isEqualTo(39);
    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(1);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void partial_spansRefused_areCounted() {
    bed.exporter.answering(call -> new ExportResult.Partial(2, "full"));
    bed.append(encoded(span(1, 1), span(2, 2), span(3, 3)));
    bed.settle();

    assertThat(bed.account().sent()).isEqualTo(1);
    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(2);
  }

  @Test
  void retry_sameBytesAgain() {
    bed.exporter.answering(call -> DOWN);
    SpanBatch message = encoded(span(1, 1), span(2, 2));
    bed.append(message);
    bed.settle();
    bed.exporter.answering(call -> ExportResult.DELIVERED);
    bed.advanceAndSettle(Duration.ofSeconds(5));

    assertThat(sent(1)).isEqualTo(bytes(message));
    assertThat(bed.account().sent()).isEqualTo(2);
    assertThat(bed.account().resent()).isEqualTo(2);
  }

  @Test
  void deadBackend_shedsWholeMessages_withinMaxSize() {
    SpanBatch example = encoded(span(1, 1), span(2, 2), span(3, 3));
    long maxBytes = 500 * (example.retainedBytes() + 120);
    LaneBed small = bed(2_000, new DataSize(maxBytes));
    small.exporter.answering(call -> DOWN);
    for (int key = 0; key < 3_000; key++) {
      small.append(encoded(span(3L * key, 1), span(3L * key + 1, 2), span(3L * key + 2, 3)));
      small.advanceAndSettle(Duration.ofMillis(10));
      assertThat(small.journal.bytes()).isLessThanOrEqualTo(maxBytes);
    }
    small.exporter.answering(call -> ExportResult.DELIVERED);
    for (int i = 0; i < 120; i++) {
      small.advanceAndSettle(Duration.ofSeconds(1));
    }

    long shed = small.account().dropped(DropReason.SHED);
    assertThat(small.account().sent() + shed).isEqualTo(9_000);
    assertThat(small.account().sent()).isBetween(1_000L, 1_600L);
    assertThat(shed % 3).isZero();
    assertThat(small.journal.bytes()).isZero();
  }

  @Test
  void abandon_countsEverySpan() {
    bed.exporter.holding();
    bed.append(encoded(span(1, 1), span(2, 2), span(3, 3)));
    bed.settle();
    bed.append(encoded(span(4, 4)));

    assertThat(bed.loop.abandon()).isEqualTo(4);
    assertThat(bed.account().dropped(DropReason.NOT_DRAINED)).isEqualTo(4);
  }

  private static LaneBed bed(int maxSpans, DataSize journal) {
    return new LaneBed(
        LaneBed.config(LaneBed.NO_WINDOW, maxSpans, 4), journal, LaneRules.of(Set.of("test")));
  }

  private byte[] sent(int call) {
    return bytes(bed.exporter.calls().get(call));
  }

  private static List<Span> spans(int count) {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      spans.add(span(i / 3, i));
    }
    return spans;
  }

  private static SpanBatch encoded(Span... spans) {
    return new SpanBatch(Frames.encoded(spans), SpanFixtures.ORIGIN);
  }

  private static byte[] bytes(SpanBatch batch) {
    return Frames.bytes((EncodedSpans) batch.spans());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
