package dev.ichnos.collector.demo;

import dev.ichnos.model.Span;
import dev.ichnos.model.StringVisitor;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The spans of one trace as an indented tree of lines: who, what, when, which ids. */
final class TraceTree {
  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::startEpochNanos).thenComparingLong(Span::spanId);

  private final Map<Long, List<Span>> children = new HashMap<>();
  private final List<Span> roots = new ArrayList<>();
  private final long traceStart;
  private final StringBuilder text = new StringBuilder();

  private TraceTree(List<Span> spans) {
    Map<Long, Span> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.spanId(), span));
    for (Span span : spans) {
      boolean hasParent = span.parentSpanId() != 0 && byId.containsKey(span.parentSpanId());
      (hasParent ? children.computeIfAbsent(span.parentSpanId(), any -> new ArrayList<>()) : roots)
          .add(span);
    }
    traceStart = spans.stream().mapToLong(Span::startEpochNanos).min().orElse(0);
  }

  /** One line a span, children below their parent, siblings by their start. */
  static String of(List<Span> spans) {
    TraceTree tree = new TraceTree(spans);
    tree.roots.sort(BY_START);
    tree.roots.forEach(root -> tree.append(root, 0));
    return tree.text.toString();
  }

  private void append(Span span, int depth) {
    String who = span.resource().attributes().string(OtelKeys.SERVICE_NAME);
    text.append(
        "  %-44s %-8s +%7.3f ms %8.3f ms  %s <- %s  %s%n"
            .formatted(
                "  ".repeat(depth) + who,
                span.kind(),
                (span.startEpochNanos() - traceStart) / 1e6,
                (span.endEpochNanos() - span.startEpochNanos()) / 1e6,
                HexFormat.of().toHexDigits(span.spanId()),
                span.parentSpanId() == 0
                    ? "(root)          "
                    : HexFormat.of().toHexDigits(span.parentSpanId()),
                span.name()));
    appendChanges(span, depth);
    List<Span> below = children.getOrDefault(span.spanId(), List.of());
    below.stream().sorted(BY_START).forEach(child -> append(child, depth + 1));
  }

  /** What Ichnos says on the span that it changed. */
  private void appendChanges(Span span, int depth) {
    StringVisitor changes =
        (key, value) -> {
          if (key.startsWith("ichnos.")) {
            text.append("  ").append("  ".repeat(depth + 1)).append(key);
            text.append(" = ").append(value).append(System.lineSeparator());
          }
        };
    span.attributes().forEach(changes);
  }
}
