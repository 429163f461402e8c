package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.batch;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceGroupsTest {
  @Test
  void of_oneTrace_isTheBatchItself() {
    SpanBatch batch = trace(1, 5);

    assertThat(TraceGroups.of(batch)).hasSize(1).first().isSameAs(batch);
  }

  @Test
  void of_empty_isEmpty() {
    assertThat(TraceGroups.of(batch())).isEmpty();
  }

  @Test
  void of_severalTraces_keepsTheOrderOfTracesAndOfSpans() {
    List<SpanBatch> groups =
        TraceGroups.of(batch(span(2, 1), span(1, 2), span(2, 3), span(1, 4), span(3, 5)));

    assertThat(groups)
        .extracting(group -> group.spans().stream().map(Span::spanId).toList())
        .containsExactly(List.of(1L, 3L), List.of(2L, 4L), List.of(5L));
    assertThat(groups).allMatch(group -> group.origin().equals(batch().origin()));
  }

  @Test
  void of_sameLowHalf_groupsByTheFullId() {
    assertThat(TraceGroups.of(batch(span(7, 1, 1), span(8, 1, 2), span(0, 1, 3)))).hasSize(3);
  }

  @Test
  void of_spansOfManyTracesMixed_asAMapInTheOrderOfFirstSpans() {
    Random random = new Random(9);
    for (int n = 1; n <= 300; n++) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        spans.add(span(random.nextLong(3), random.nextLong(1 + n / 2), i + 1));
      }
      Map<TraceId, List<Span>> model = new LinkedHashMap<>();
      spans.forEach(
          span -> model.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span));

      List<SpanBatch> groups = TraceGroups.of(batch(spans.toArray(Span[]::new)));

      assertThat(groups)
          .extracting(SpanBatch::spans)
          .containsExactlyElementsOf(List.copyOf(model.values()));
    }
  }
}
