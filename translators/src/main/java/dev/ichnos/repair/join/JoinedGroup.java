package dev.ichnos.repair.join;

import dev.ichnos.model.TraceId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Traces that were found to be one, while more are being looked for. */
final class JoinedGroup {
  private static final Comparator<TraceId> SMALLEST =
      Comparator.comparing(TraceId::high, Long::compareUnsigned)
          .thenComparing(TraceId::low, Long::compareUnsigned);

  final Set<ReceivedTrace> traces = new LinkedHashSet<>();
  final Set<Token> tokens = new LinkedHashSet<>();
  final Set<JoinEvidence> evidence = EnumSet.noneOf(JoinEvidence.class);

  JoinedGroup() {}

  JoinedGroup(ReceivedTrace alone) {
    traces.add(alone);
  }

  void addAll(JoinedGroup other) {
    traces.addAll(other.traces);
    tokens.addAll(other.tokens);
    evidence.addAll(other.evidence);
  }

  /**
   * The id that all get: the captured one that most spans have, of those that joined them; without
   * one, that of the trace that began first. Between equals the smallest, unsigned.
   */
  TraceId id(Function<SpanEvidence, Set<Token>> tokensOf) {
    Map<TraceId, Integer> hops = new HashMap<>();
    for (ReceivedTrace trace : traces) {
      for (SpanEvidence each : trace.spans) {
        for (Token token : tokensOf.apply(each)) {
          if (!token.isRequest() && tokens.contains(token)) {
            hops.merge(new TraceId(token.high(), token.low()), 1, Integer::sum);
          }
        }
      }
    }
    if (!hops.isEmpty()) {
      return hops.entrySet().stream()
          .min(
              Comparator.comparingInt((Map.Entry<TraceId, Integer> each) -> -each.getValue())
                  .thenComparing(Map.Entry::getKey, SMALLEST))
          .orElseThrow()
          .getKey();
    }
    return traces.stream()
        .min(
            Comparator.comparingLong(ReceivedTrace::startEpochNanos)
                .thenComparing(trace -> trace.id, SMALLEST))
        .orElseThrow()
        .id;
  }
}
