package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import dev.ichnos.model.TraceId;
import java.util.Objects;

/**
 * What travels in the headers of one request: which trace and span it belongs to, and whether it is
 * recorded. Immutable; every {@link HeaderFamily} reads into it and writes from it.
 *
 * <p>A context may hold a decision alone ({@code b3: 0}): then all ids are 0. It may also name a
 * trace without a span ({@code x-cloud-trace-context: TRACE}): then the span id is 0.
 *
 * @param traceIdHigh upper half of the trace id; 0 for a 64-bit trace id, or when absent
 * @param traceIdLow lower half of the trace id; 0 with {@code traceIdHigh} 0 means that there is
 *     none
 * @param traceIdBits how wide the trace id was written, 64 or 128; matters only where the upper
 *     half is 0, since only B3 has both forms; 64 without a trace id
 * @param spanId the span that sent the request, hence the parent of the span to come; 0 when absent
 * @param parentSpanId the parent of that span; 0 when absent, or when the family does not say
 * @param sampled the decision that travels
 * @param debug record at any cost (B3); always with {@link Sampled#SAMPLED}
 * @param randomTraceId W3C's flag 2: at least the low 56 bits of the trace id are random
 * @param traceState W3C tracestate as it came, its fields joined by a comma; empty when absent or
 *     invalid
 * @param detail what only one family can say; {@link FamilyDetail#NONE} when there is nothing
 */
public record TraceContext(
    long traceIdHigh,
    long traceIdLow,
    int traceIdBits,
    long spanId,
    long parentSpanId,
    Sampled sampled,
    boolean debug,
    boolean randomTraceId,
    String traceState,
    FamilyDetail detail) {

  /**
   * @throws IllegalArgumentException if the parts contradict each other: a wrong width, a span
   *     without a trace, a parent without a span, debug without sampled, W3C parts without a trace
   */
  public TraceContext {
    Objects.requireNonNull(sampled, "sampled");
    Objects.requireNonNull(traceState, "traceState");
    Objects.requireNonNull(detail, "detail");
    boolean noTrace = (traceIdHigh | traceIdLow) == 0;
    if (traceIdBits != 128 && (traceIdBits != 64 || traceIdHigh != 0)) {
      throw new IllegalArgumentException(
          "traceIdBits: " + traceIdBits + " (expected: 128, or 64 if the upper half is 0)");
    }
    if (noTrace && (spanId != 0 || traceIdBits != 64 || randomTraceId || !traceState.isEmpty())) {
      throw new IllegalArgumentException(
          "a span id, width, random flag or trace state needs a trace id");
    }
    if (spanId == 0 && parentSpanId != 0) {
      throw new IllegalArgumentException("parentSpanId: needs a spanId");
    }
    if (debug && sampled != Sampled.SAMPLED) {
      throw new IllegalArgumentException("debug: needs SAMPLED, not " + sampled);
    }
  }

  /**
   * A context of ids and a decision, and nothing else.
   *
   * @param traceIdBits 64 or 128; see above
   */
  public static TraceContext of(
      long traceIdHigh, long traceIdLow, int traceIdBits, long spanId, Sampled sampled) {
    return new TraceContext(
        traceIdHigh,
        traceIdLow,
        traceIdBits,
        spanId,
        0,
        sampled,
        false,
        false,
        "",
        FamilyDetail.NONE);
  }

  /** A decision without ids. */
  public static TraceContext decision(Sampled sampled, boolean debug) {
    return new TraceContext(0, 0, 64, 0, 0, sampled, debug, false, "", FamilyDetail.NONE);
  }

  /** Whether it names a trace; if not, it holds a decision alone. */
  public boolean hasTraceId() {
    return (traceIdHigh | traceIdLow) != 0;
  }

  /** Whether it names a trace and a span, which most families need. */
  public boolean hasSpan() {
    return spanId != 0;
  }

  /** The trace id; empty when there is none. */
  public TraceId traceId() {
    return new TraceId(traceIdHigh, traceIdLow);
  }

  /** This, with another parent of its span. */
  public TraceContext withParentSpanId(long newParentSpanId) {
    return new TraceContext(
        traceIdHigh,
        traceIdLow,
        traceIdBits,
        spanId,
        newParentSpanId,
        sampled,
        debug,
        randomTraceId,
        traceState,
        detail);
  }

  /** This, with another decision. */
  public TraceContext withSampled(Sampled newSampled, boolean newDebug) {
    return new TraceContext(
        traceIdHigh,
        traceIdLow,
        traceIdBits,
        spanId,
        parentSpanId,
        newSampled,
        newDebug,
        randomTraceId,
        traceState,
        detail);
  }

  /** This, with other W3C parts. */
  public TraceContext withW3c(boolean newRandomTraceId, String newTraceState) {
    return new TraceContext(
        traceIdHigh,
        traceIdLow,
        traceIdBits,
        spanId,
        parentSpanId,
        sampled,
        debug,
        newRandomTraceId,
        newTraceState,
        detail);
  }

  /** This, with another family's own values. */
  public TraceContext withDetail(FamilyDetail newDetail) {
    return new TraceContext(
        traceIdHigh,
        traceIdLow,
        traceIdBits,
        spanId,
        parentSpanId,
        sampled,
        debug,
        randomTraceId,
        traceState,
        newDetail);
  }
}
