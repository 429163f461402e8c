package dev.ichnos.collector.pipeline;

import org.jspecify.annotations.Nullable;

/** Open traces in one order, the earliest first: a list whose links are the traces' own. */
final class OpenTraces {
  /** What a list is ordered by; a trace has its neighbours in each. */
  enum Order {
    /** The time of the last entry. */
    IDLE,
    /** The time of the first entry. */
    AGE
  }

  private final boolean idle;
  private @Nullable OpenTrace first;
  private @Nullable OpenTrace last;

  OpenTraces(Order order) {
    idle = order == Order.IDLE;
  }

  @Nullable OpenTrace first() {
    return first;
  }

  @Nullable OpenTrace after(OpenTrace trace) {
    return idle ? trace.afterByIdle : trace.afterByAge;
  }

  void addLast(OpenTrace trace) {
    link(last, trace);
    last = trace;
  }

  void remove(OpenTrace trace) {
    @Nullable OpenTrace before = before(trace);
    @Nullable OpenTrace after = after(trace);
    link(before, after);
    if (after == null) {
      last = before;
    }
    setBefore(trace, null);
    setAfter(trace, null);
  }

  void clear() {
    first = null;
    last = null;
  }

  private void link(@Nullable OpenTrace before, @Nullable OpenTrace after) {
    if (before == null) {
      first = after;
    } else {
      setAfter(before, after);
    }
    if (after != null) {
      setBefore(after, before);
    }
  }

  private @Nullable OpenTrace before(OpenTrace trace) {
    return idle ? trace.beforeByIdle : trace.beforeByAge;
  }

  private void setBefore(OpenTrace trace, @Nullable OpenTrace before) {
    if (idle) {
      trace.beforeByIdle = before;
    } else {
      trace.beforeByAge = before;
    }
  }

  private void setAfter(OpenTrace trace, @Nullable OpenTrace after) {
    if (idle) {
      trace.afterByIdle = after;
    } else {
      trace.afterByAge = after;
    }
  }
}
