package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.DropReason;
import dev.ichnos.model.Span;
import java.time.Duration;
import java.util.Locale;

/** Whether Cloud Trace takes a span: asked before sending, since one bad span costs its request. */
public enum CloudTraceAdmission {
  /** It will be taken. */
  ADMISSIBLE(DropReason.NOT_ENCODABLE),
  /** The trace id is zeros. */
  NO_TRACE_ID(DropReason.INVALID_TRACE_ID),
  /** The span id is zeros. */
  NO_SPAN_ID(DropReason.INVALID_SPAN_ID),
  /** It has no start or no end. */
  NO_TIME(DropReason.NOT_ENCODABLE),
  /** It ends before it starts. */
  END_BEFORE_START(DropReason.NOT_ENCODABLE),
  /** It began more than 14 days ago. */
  TOO_OLD(DropReason.NOT_ENCODABLE),
  /** It begins or ends more than 3 days from now. */
  TOO_FAR_AHEAD(DropReason.NOT_ENCODABLE);

  /**
   * What is kept clear of both ends of the window: between our look at the clock and the server's
   * lie retries and the difference of the two clocks. Events may be as late behind their span.
   */
  public static final Duration MARGIN = Duration.ofHours(1);

  private static final long OLDEST = CloudTraceLimits.OLDEST.minus(MARGIN).toNanos();
  private static final long AHEAD = CloudTraceLimits.FARTHEST_AHEAD.minus(MARGIN).toNanos();

  private final DropReason reason;
  private final String label = name().toLowerCase(Locale.ROOT);

  CloudTraceAdmission(DropReason reason) {
    this.reason = reason;
  }

  /** Under which reason a span that is not admissible is counted. */
  public DropReason reason() {
    return reason;
  }

  /** Lower snake case, for logs. */
  public String label() {
    return label;
  }

  /**
   * The first thing that stands in the way of the span.
   *
   * @param nowEpochNanos the time of sending, nanoseconds since 1970
   */
  public static CloudTraceAdmission of(Span span, long nowEpochNanos) {
    CloudTraceAdmission always = always(span);
    if (always != ADMISSIBLE) {
      return always;
    }
    if (span.startEpochNanos() < nowEpochNanos - OLDEST) {
      return TOO_OLD;
    }
    return span.endEpochNanos() > nowEpochNanos + AHEAD ? TOO_FAR_AHEAD : ADMISSIBLE;
  }

  /** What stands in the way of the span at any time. */
  static CloudTraceAdmission always(Span span) {
    if (span.traceIdHigh() == 0 && span.traceIdLow() == 0) {
      return NO_TRACE_ID;
    }
    if (span.spanId() == 0) {
      return NO_SPAN_ID;
    }
    if (span.startEpochNanos() <= 0 || span.endEpochNanos() <= 0) {
      return NO_TIME;
    }
    return span.endEpochNanos() < span.startEpochNanos() ? END_BEFORE_START : ADMISSIBLE;
  }
}
