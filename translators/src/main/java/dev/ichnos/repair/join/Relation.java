package dev.ichnos.repair.join;

import dev.ichnos.identity.context.CapturedContext;
import dev.ichnos.identity.rule.ReceivedIds;
import dev.ichnos.model.Span;
import dev.ichnos.propagation.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * How a span may have come out of another span, by what stands on both. That it may does not mean
 * that it did: see {@link TokenTree}.
 */
enum Relation {
  /** A context that was captured on it names the other. */
  NAMED(JoinEvidence.NAMED_SPAN),
  /** It began in the pod while the other was being served there. */
  IN_POD(JoinEvidence.IN_POD),
  /** It answers the other. */
  EDGE(JoinEvidence.EDGE),
  /** A span between the two is missing: good for the trace, not for the parent. */
  SKIPPED(JoinEvidence.EDGE);

  /** Between two processes of one pod, at the end: what formats round away, twice. */
  private static final long POD_NANOS = 2_000_000;

  private static final Relation[] ALL = values();

  final JoinEvidence evidence;

  Relation(JoinEvidence evidence) {
    this.evidence = evidence;
  }

  /** The relation of a span to the one it may have come out of; null if there is none. */
  static @Nullable Relation of(SpanEvidence from, SpanEvidence span, long skewNanos) {
    for (Relation relation : ALL) {
      if (relation.joins(from, span, skewNanos)) {
        return relation;
      }
    }
    return null;
  }

  /** Whether the span has this relation to the one it may have come out of. */
  boolean joins(SpanEvidence from, SpanEvidence span, long skewNanos) {
    if (from == span || !hasTimes(from.span) || !hasTimes(span.span)) {
      return false;
    }
    return switch (this) {
      case NAMED -> names(span, from.span) && startsDuring(from, span, skewNanos);
      case IN_POD -> isInPod(from, span);
      case EDGE -> isEdge(from, span, skewNanos);
      case SKIPPED -> isSkipped(from, span, skewNanos);
    };
  }

  /** Whether a context that was captured on the span names the other span. */
  private static boolean names(SpanEvidence span, Span other) {
    for (CapturedContext captured : span.captured) {
      TraceContext context = captured.context();
      if (context.spanId() != 0
          && context.spanId() == ReceivedIds.spanId(other)
          && isOf(context, other)) {
        return true;
      }
    }
    return false;
  }

  /** The proxy stands around its application, and what is served around what is called. */
  private static boolean isInPod(SpanEvidence from, SpanEvidence span) {
    if (!from.arrives || from.leaves || (span.arrives && (span.isProxy || !from.isProxy))) {
      return false;
    }
    return span.isOfPod(from)
        && from.span.startEpochNanos() <= span.span.startEpochNanos()
        && startsDuring(from, span, POD_NANOS);
  }

  private static boolean isEdge(SpanEvidence from, SpanEvidence span, long skewNanos) {
    // An answer that names another call is not this one's.
    return (span.span.parentSpanId() == 0 || span.span.parentSpanId() == from.span.spanId())
        && mayAnswer(from, span, skewNanos);
  }

  /** Whether, by addresses and times, one may answer the other, whatever it names. */
  static boolean mayAnswer(SpanEvidence call, SpanEvidence span, long skewNanos) {
    return call.leaves
        && span.arrives
        && !call.ip.isEmpty()
        && call.ip.equals(span.peerIp)
        && (call.upstreamIp.isEmpty() || call.upstreamIp.equals(span.ip))
        && call.asksAs(span)
        && startsDuring(call, span, skewNanos)
        && span.span.endEpochNanos() - skewNanos <= call.span.endEpochNanos();
  }

  private static boolean isSkipped(SpanEvidence from, SpanEvidence span, long skewNanos) {
    boolean callLost =
        span.span.parentSpanId() != 0
            && from.arrives
            && span.arrives
            && !from.ip.isEmpty()
            && from.ip.equals(span.peerIp);
    boolean serverLost =
        from.leaves
            && span.leaves
            && !span.arrives
            && !from.upstreamIp.isEmpty()
            && from.upstreamIp.equals(span.ip);
    return (callLost || serverLost) && startsDuring(from, span, skewNanos);
  }

  private static boolean isOf(TraceContext context, Span span) {
    return ReceivedIds.sameTrace(
        context.traceIdHigh(), context.traceIdLow(), span.traceIdHigh(), span.traceIdLow());
  }

  private static boolean startsDuring(SpanEvidence from, SpanEvidence span, long tolerance) {
    long start = span.span.startEpochNanos();
    return from.span.startEpochNanos() - tolerance <= start
        && start <= from.span.endEpochNanos() + tolerance;
  }

  private static boolean hasTimes(Span span) {
    return span.startEpochNanos() > 0 && span.endEpochNanos() > 0;
  }
}
