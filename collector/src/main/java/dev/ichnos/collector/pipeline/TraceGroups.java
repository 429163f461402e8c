package dev.ichnos.collector.pipeline;

import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Grouping of a batch by full trace id, as every form of journal needs it.
 *
 * <p>Most messages of a mesh are tiny and hold one trace: they are their own group and nothing is
 * copied.
 */
public final class TraceGroups {
  private TraceGroups() {}

  /**
   * The trace groups of a batch, in the order of their first spans, spans in their own order, all
   * with the batch's origin. Empty for an empty batch; spans that are still encoded stay together,
   * since what they hold is not known.
   */
  public static List<SpanBatch> of(SpanBatch batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return batch.spans() instanceof EncodedSpans || isOneTrace(batch.spans())
        ? List.of(batch)
        : split(batch);
  }

  private static boolean isOneTrace(List<Span> spans) {
    Span first = spans.get(0);
    for (int i = 1; i < spans.size(); i++) {
      Span span = spans.get(i);
      if (span.traceIdLow() != first.traceIdLow() || span.traceIdHigh() != first.traceIdHigh()) {
        return false;
      }
    }
    return true;
  }

  private static List<SpanBatch> split(SpanBatch batch) {
    Map<TraceId, List<Span>> byTrace = new LinkedHashMap<>();
    for (Span span : batch.spans()) {
      byTrace.computeIfAbsent(span.traceId(), id -> new ArrayList<>(4)).add(span);
    }
    List<SpanBatch> groups = new ArrayList<>(byTrace.size());
    for (List<Span> spans : byTrace.values()) {
      groups.add(batch.withSpans(spans));
    }
    return groups;
  }
}
