package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The split server halves of one trace, by the id that they had on the wire and the service that
 * reported them. Retries give one client half several of them.
 */
final class ServerHalves {
  /** More halves of one id and service than any retry policy makes; bounds the comparisons. */
  private static final int MOST = 64;

  private static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::startEpochNanos)
          .thenComparing(Span::spanId, Long::compareUnsigned);

  private record Key(long wireId, String service) {}

  private final Map<Key, List<Span>> byKey = new HashMap<>();

  /** Instances that hold the client half of an id and also a server half of it: self-calls. */
  private final Set<String> clientInstances = new HashSet<>();

  private ServerHalves() {}

  static ServerHalves of(TraceDraft trace) {
    ServerHalves halves = new ServerHalves();
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (isHalf(span) && !service(span).isEmpty()) {
        halves.add(span);
      }
    }
    if (halves.isEmpty()) {
      return halves;
    }
    halves.byKey.replaceAll((key, spans) -> ordered(spans));
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      Key key = new Key(span.spanId(), service(span));
      if (span.kind() == SpanKind.CLIENT && halves.byKey.containsKey(key)) {
        halves.clientInstances.add(span.spanId() + " " + instance(span));
      }
    }
    return halves;
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** The half that the span is a child of; null when it is the client half's, or no child. */
  @Nullable Span parentOf(Span child) {
    if (child.parentSpanId() == 0 || isHalf(child)) {
      return null;
    }
    @Nullable List<Span> candidates = byKey.get(new Key(child.parentSpanId(), service(child)));
    if (candidates == null) {
      return null;
    }
    List<Span> near = only(candidates, half -> instance(half).equals(instance(child)));
    if (near.isEmpty() && clientInstances.contains(child.parentSpanId() + " " + instance(child))) {
      return null;
    }
    if (near.isEmpty()) {
      near = candidates;
    }
    List<Span> around = near.size() == 1 ? near : only(near, half -> contains(half, child));
    return around.isEmpty() ? near.get(0) : around.get(0);
  }

  private void add(Span half) {
    byKey
        .computeIfAbsent(new Key(half.parentSpanId(), service(half)), key -> new ArrayList<>())
        .add(half);
  }

  /** Each id once, since a half may have been sent twice, in an order that is always the same. */
  private static List<Span> ordered(List<Span> halves) {
    Map<Long, Span> once = new HashMap<>();
    for (Span half : halves) {
      once.merge(half.spanId(), half, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
    }
    return once.values().stream().sorted(ORDER).limit(MOST).toList();
  }

  private static List<Span> only(List<Span> halves, Predicate<Span> condition) {
    return halves.stream().filter(condition).toList();
  }

  private static boolean contains(Span half, Span child) {
    return half.startEpochNanos() <= child.startEpochNanos()
        && child.startEpochNanos() <= half.endEpochNanos();
  }

  private static boolean isHalf(Span span) {
    return SharedSpanSplit.isSplit(span)
        && span.attributes()
            .string(IchnosKeys.ORIGINAL_SPAN_ID)
            .equals(HexFormat.of().toHexDigits(span.parentSpanId()));
  }

  private static String service(Span span) {
    return ReceivedNames.service(span);
  }

  /** What tells one pod of a service from another. */
  private static String instance(Span span) {
    return span.attributes().string(OtelKeys.NETWORK_LOCAL_ADDRESS)
        + ' '
        + ReceivedNames.nodeId(span);
  }
}
