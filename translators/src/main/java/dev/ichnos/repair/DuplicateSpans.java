package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Unites spans that came more than once, as when a sender repeats a message whose answer was lost.
 * Equal are id, kind, start, and who reported: node, address, service, instance. So neither the two
 * halves of a shared span nor two attempts of a retry are one. The richest copy stays: the one that
 * ended last, failed, says most.
 *
 * <p>A span that left in an earlier window is united with a copy that is its exact likeness only,
 * since nothing more can be said on it.
 */
final class DuplicateSpans implements TraceRule {
  private static final Comparator<Span> RICHEST_LAST =
      Comparator.comparingLong(Span::endEpochNanos)
          .thenComparing(span -> span.status().code() == Status.Code.ERROR)
          .thenComparing(span -> span.attributes().size())
          .thenComparing(span -> span.events().size() + span.links().size())
          .thenComparing(SpanOrder.BY_START);

  private record Key(
      String kind, long start, String node, String address, String service, String instance) {
    static Key of(Span span) {
      return new Key(
          wireKind(span),
          span.startEpochNanos() - span.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0),
          ReceivedNames.nodeId(span),
          span.attributes().string(OtelKeys.NETWORK_LOCAL_ADDRESS),
          ReceivedNames.service(span),
          span.resource().attributes().string(OtelKeys.SERVICE_INSTANCE_ID));
    }
  }

  private static String wireKind(Span span) {
    String original = span.attributes().string(IchnosKeys.ORIGINAL_KIND);
    return original.isEmpty() ? span.kind().name() : original;
  }

  @Override
  public void apply(TraceDraft trace) {
    TraceIndex index = trace.index();
    if (!index.hasRepeatedIds() && trace.isFirstWindow()) {
      return;
    }
    boolean[] gone = new boolean[trace.size()];
    boolean any = sentBefore(trace, gone);
    for (int i = 0; i < gone.length; i++) {
      // Each chain once, from its first span.
      if (index.same(i) > 1 && index.isFirst(i)) {
        any |= unite(trace, index, i, gone);
      }
    }
    if (any) {
      trace.merge(RepairRule.DUPLICATE_SPAN, gone);
    }
  }

  private static boolean sentBefore(TraceDraft trace, boolean[] gone) {
    boolean any = false;
    if (trace.isAsReceived() && trace.before().hasLikenesses()) {
      for (int i = 0; i < gone.length; i++) {
        gone[i] = trace.left().holdsLikeness(Likeness.of(trace.span(i)));
        any |= gone[i];
      }
    }
    return any;
  }

  private static boolean unite(TraceDraft trace, TraceIndex index, int first, boolean[] gone) {
    Map<Key, Integer> kept = new HashMap<>();
    Map<Integer, Integer> copies = new HashMap<>();
    for (int i = first; i >= 0; i = index.next(i)) {
      // Without a start there is nothing that tells two attempts from two copies.
      if (gone[i] || trace.span(i).startAbsent()) {
        continue;
      }
      int here = i;
      kept.merge(Key.of(trace.span(i)), i, (a, b) -> poorer(trace, a, here, gone, copies));
    }
    copies.forEach((i, others) -> say(trace, i, others));
    return !copies.isEmpty();
  }

  /** Marks the poorer of two as gone; the other one. */
  private static int poorer(
      TraceDraft trace, int a, int b, boolean[] gone, Map<Integer, Integer> copies) {
    boolean keepsA = RICHEST_LAST.compare(trace.span(a), trace.span(b)) >= 0;
    int richer = keepsA ? a : b;
    int poorer = keepsA ? b : a;
    gone[poorer] = true;
    int others = copies.getOrDefault(poorer, 0) + copies.getOrDefault(richer, 0) + 1;
    copies.remove(poorer);
    copies.put(richer, others);
    return richer;
  }

  private static void say(TraceDraft trace, int i, int others) {
    Span span = trace.span(i);
    long before = span.attributes().integer(IchnosKeys.MERGED_SPANS, 0);
    trace.annotate(
        i,
        span.toBuilder()
            .attributes(
                span.attributes().toBuilder().put(IchnosKeys.MERGED_SPANS, before + others).build())
            .build());
  }
}
