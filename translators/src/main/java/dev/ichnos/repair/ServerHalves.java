package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  private static final ServerHalves NONE = new ServerHalves();

  private record Key(long wireId, long service) {}

  private final Map<Key, List<ServerHalf>> byKey = new HashMap<>();

  /** Instances that hold the client half of an id and also a server half of it: self-calls. */
  private final Set<ClientInstance> clientInstances = new HashSet<>();

  private record ClientInstance(long spanId, long instance) {}

  private ServerHalves() {}

  /** Those that have left before, and those that are here, if they can have children here. */
  static ServerHalves of(TraceDraft trace) {
    List<ServerHalf> found = new ArrayList<>(0);
    for (int i = 0; i < trace.before().halves(); i++) {
      found.add(trace.before().half(i));
    }
    TraceIndex index = trace.index();
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      // By shape first: an only child has no children that name the same id, a client is no half.
      if (index.siblings(i) > 1
          && span.kind() != SpanKind.CLIENT
          && span.kind() != SpanKind.PRODUCER
          && ServerHalf.is(span)) {
        found.add(ServerHalf.of(span));
      }
    }
    if (found.isEmpty()) {
      return NONE;
    }
    ServerHalves halves = new ServerHalves();
    for (ServerHalf half : found) {
      if (half.service() != 0) {
        halves.add(half);
      }
    }
    halves.byKey.replaceAll((key, same) -> ordered(same));
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (cameAsClient(span)
          && halves.byKey.containsKey(new Key(span.spanId(), ServerHalf.service(span)))) {
        halves.clientInstances.add(new ClientInstance(span.spanId(), ServerHalf.instance(span)));
      }
    }
    return halves;
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** The half that the span is a child of; null when it is the client half's, or no child. */
  @Nullable ServerHalf parentOf(Span child) {
    if (child.parentSpanId() == 0 || ServerHalf.is(child)) {
      return null;
    }
    @Nullable List<ServerHalf> candidates =
        byKey.get(new Key(child.parentSpanId(), ServerHalf.service(child)));
    if (candidates == null) {
      return null;
    }
    long instance = ServerHalf.instance(child);
    List<ServerHalf> near = only(candidates, half -> half.instance() == instance);
    if (near.isEmpty()
        && clientInstances.contains(new ClientInstance(child.parentSpanId(), instance))) {
      return null;
    }
    if (near.isEmpty()) {
      near = candidates;
    }
    List<ServerHalf> around = near.size() == 1 ? near : only(near, half -> half.contains(child));
    return around.isEmpty() ? near.get(0) : around.get(0);
  }

  private static boolean cameAsClient(Span span) {
    return span.kind() == SpanKind.CLIENT
        || span.attributes().string(IchnosKeys.ORIGINAL_KIND).equals(SpanKind.CLIENT.name());
  }

  private void add(ServerHalf half) {
    byKey
        .computeIfAbsent(new Key(half.wireId(), half.service()), key -> new ArrayList<>())
        .add(half);
  }

  /** Each id once, since a half may have been sent twice, in an order that is always the same. */
  private static List<ServerHalf> ordered(List<ServerHalf> halves) {
    if (halves.size() == 1) {
      return halves;
    }
    Map<Long, ServerHalf> once = new HashMap<>();
    for (ServerHalf half : halves) {
      once.merge(half.id(), half, (a, b) -> ServerHalf.ORDER.compare(a, b) <= 0 ? a : b);
    }
    return once.values().stream().sorted(ServerHalf.ORDER).limit(MOST).toList();
  }

  private static List<ServerHalf> only(List<ServerHalf> halves, Predicate<ServerHalf> condition) {
    return halves.stream().filter(condition).toList();
  }
}
