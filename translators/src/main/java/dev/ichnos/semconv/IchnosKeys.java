package dev.ichnos.semconv;

/** Attributes by which Ichnos says on a span what it changed or inferred. */
public final class IchnosKeys {
  /** The span id that came on the wire, 16 hex digits, where a rule gave the span another. */
  public static final String ORIGINAL_SPAN_ID = "ichnos.original_span_id";

  /** The parent span id that came on the wire, 16 hex digits, where a rule gave another. */
  public static final String ORIGINAL_PARENT_SPAN_ID = "ichnos.original_parent_span_id";

  /** Which times the sender left out: {@code start}, {@code end} or {@code start,end}. */
  public static final String ABSENT_TIME = "ichnos.absent_time";

  /** The trace id that came on the wire, 32 or 16 hex digits, where a rule gave another. */
  public static final String ORIGINAL_TRACE_ID = "ichnos.original_trace_id";

  /** The kind that came, in lower case ({@code client}), where a rule gave another. */
  public static final String ORIGINAL_KIND = "ichnos.original_kind";

  /** On a resource: the service's name as it came, where a rule gave another. */
  public static final String ORIGINAL_SERVICE_NAME = "ichnos.original_service_name";

  /** {@code true} where the parent had not come when the trace left. */
  public static final String PARENT_MISSING = "ichnos.parent.missing";

  /** {@code true} on a root span that came as a descendant of its own. */
  public static final String PARENT_CYCLE = "ichnos.parent.cycle";

  /** Whose times stand in for absent ones: {@code client}, {@code server} or {@code children}. */
  public static final String TIME_SOURCE = "ichnos.time_source";

  /**
   * How far a server span came outside its client span, in nanoseconds: less than 0 where it began
   * too early, more where it ended too late.
   */
  public static final String CLOCK_SKEW_NANOS = "ichnos.clock_skew_nanos";

  /** What was added to the times of a span for the skew of its host's clock, in nanoseconds. */
  public static final String CLOCK_SHIFT_NANOS = "ichnos.clock_shift_nanos";

  /** The id of the rule that made a span which no sender sent. */
  public static final String CREATED = "ichnos.created";

  /** How many other copies of the span came with it. */
  public static final String MERGED_SPANS = "ichnos.merged_spans";

  /**
   * On a link: the header family whose captured headers it came from. On a span: the same of the
   * captured trace ids that name no span.
   */
  public static final String CAPTURED_FROM = "ichnos.captured_from";

  private IchnosKeys() {}
}
