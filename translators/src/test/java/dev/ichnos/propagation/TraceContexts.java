package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Contexts of every shape that a header can have, and what is left of one after a loss. */
final class TraceContexts {
  static final long HIGH = 0x5f1d9a7c3b2e4680L;
  static final long LOW = 0xa1c3e5f708192a3bL;
  static final long SPAN = 0x2b4d6f80917a3c5eL;
  static final long PARENT = 0xfedcba9876543210L;

  private TraceContexts() {}

  /** What a family that is not ours might say. */
  record ForeignDetail(String text) implements FamilyDetail {
    @Override
    public Map<String, String> parts() {
      return Map.of("text", text);
    }
  }

  static TraceContext full() {
    return TraceContext.of(HIGH, LOW, 128, SPAN, Sampled.SAMPLED);
  }

  /** Every combination of ids, widths, decisions and extras that a context allows. */
  static List<TraceContext> all() {
    List<TraceContext> all = new ArrayList<>();
    for (Sampled sampled : Sampled.values()) {
      all.add(TraceContext.decision(sampled, false));
      addIds(all, sampled, false);
    }
    all.add(TraceContext.decision(Sampled.SAMPLED, true));
    addIds(all, Sampled.SAMPLED, true);
    return all;
  }

  private static void addIds(List<TraceContext> all, Sampled sampled, boolean debug) {
    long[][] traceIds = {
      {HIGH, LOW, 128}, {0, LOW, 128}, {0, LOW, 64}, {HIGH, 0, 128}, {-1, -1, 128}, {0, 1, 64}
    };
    for (long[] id : traceIds) {
      for (long span : new long[] {0, 1, SPAN, Long.MIN_VALUE, -1}) {
        TraceContext plain =
            TraceContext.of(id[0], id[1], (int) id[2], span, sampled).withSampled(sampled, debug);
        all.add(plain);
        all.add(plain.withW3c(true, ""));
        all.add(plain.withW3c(false, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"));
        all.add(plain.withDetail(new ForeignDetail("detail")));
        if (span != 0) {
          all.add(plain.withParentSpanId(PARENT));
          all.add(
              plain
                  .withParentSpanId(PARENT)
                  .withW3c(true, "a=b")
                  .withDetail(new ForeignDetail("all")));
        }
      }
    }
  }

  /** What a reader gets of a context after these losses, its width apart. */
  static TraceContext after(TraceContext context, Iterable<Loss> losses) {
    TraceContext left = context;
    for (Loss loss : losses) {
      left = after(left, loss);
    }
    return left;
  }

  private static TraceContext after(TraceContext c, Loss loss) {
    return switch (loss) {
      case TRACE_ID -> TraceContext.decision(c.sampled(), c.debug()).withDetail(c.detail());
      case TRACE_ID_WIDTH -> c;
      case SPAN_ID ->
          TraceContext.of(c.traceIdHigh(), c.traceIdLow(), c.traceIdBits(), 0, c.sampled())
              .withSampled(c.sampled(), c.debug())
              .withW3c(c.randomTraceId(), c.traceState())
              .withDetail(c.detail());
      case PARENT_SPAN_ID -> c.withParentSpanId(0);
      case DEFERRED -> c.withSampled(Sampled.NOT_SAMPLED, false);
      case DECISION -> c.withSampled(Sampled.DEFERRED, false);
      case DEBUG -> c.withSampled(c.sampled(), false);
      case RANDOM_TRACE_ID -> c.withW3c(false, c.traceState());
      case TRACE_STATE -> c.withW3c(c.randomTraceId(), "");
      case DETAIL -> c.withDetail(FamilyDetail.NONE);
    };
  }

  /** The context with the width that its family writes, or both with the same one. */
  static TraceContext wide(TraceContext c) {
    return new TraceContext(
        c.traceIdHigh(),
        c.traceIdLow(),
        c.hasTraceId() ? 128 : 64,
        c.spanId(),
        c.parentSpanId(),
        c.sampled(),
        c.debug(),
        c.randomTraceId(),
        c.traceState(),
        c.detail());
  }
}
