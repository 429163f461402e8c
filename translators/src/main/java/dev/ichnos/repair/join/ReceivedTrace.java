package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The spans that came under one trace id, in 64 or 128 bits. */
final class ReceivedTrace {
  /** The wider form, where both came. */
  final TraceId id;

  /** Its forms as they came. */
  final Set<TraceId> forms = new LinkedHashSet<>();

  final List<SpanEvidence> spans = new ArrayList<>();
  private List<SpanEvidence> roots = List.of();

  ReceivedTrace(TraceId id) {
    this.id = id;
  }

  /** To be called once all spans are there. */
  void findRoots() {
    Set<Long> ids = new HashSet<>();
    Set<Long> clients = new HashSet<>();
    for (SpanEvidence each : spans) {
      ids.add(each.span.spanId());
      if (each.span.kind() == SpanKind.CLIENT) {
        clients.add(each.span.spanId());
      }
    }
    roots = new ArrayList<>();
    for (SpanEvidence each : spans) {
      Span span = each.span;
      boolean half = span.kind() == SpanKind.SERVER && clients.contains(span.spanId());
      if (!half && (span.parentSpanId() == 0 || !ids.contains(span.parentSpanId()))) {
        roots.add(each);
      }
    }
  }

  /** Spans without a parent, or whose parent is not there; server halves of shared ids apart. */
  List<SpanEvidence> roots() {
    return roots;
  }

  long startEpochNanos() {
    long start = Long.MAX_VALUE;
    for (SpanEvidence each : spans) {
      start = Math.min(start, each.span.startEpochNanos());
    }
    return start;
  }
}
