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

  /** How the parent of a span that named none was found; a rule's or an evidence's id. */
  public static final String PARENT_INFERRED = "ichnos.parent.inferred";

  /**
   * On a link: the header family whose captured headers it came from. On a span: the same of {@link
   * #CAPTURED_TRACE_ID}.
   */
  public static final String CAPTURED_FROM = "ichnos.captured_from";

  /**
   * The trace id of captured headers that name no span to link to, 32 hex digits; several are
   * divided by commas.
   */
  public static final String CAPTURED_TRACE_ID = "ichnos.captured_trace_id";

  /** On a link: why Ichnos made it, {@link #UNTRUSTED_PARENT}. */
  public static final String LINK_REASON = "ichnos.link_reason";

  /** The link was the span's parent, which came from outside. */
  public static final String UNTRUSTED_PARENT = "untrusted_parent";

  /** What every attribute of this page begins with. */
  public static final String PREFIX = "ichnos.";

  /**
   * On a resource whose {@code service.name} a rule changed: the name that came; empty when none
   * came.
   */
  public static final String ORIGINAL_SERVICE_NAME = "ichnos.original_service_name";

  /** On a resource: the rules that filled in what its sender had not said, divided by commas. */
  public static final String RESOURCE_RULES = "ichnos.resource_rules";

  /** The kind that the sender said, in the model's words, where a rule gave another. */
  public static final String ORIGINAL_KIND = "ichnos.original_kind";

  /** True where the proxy cut the URL: its path is as long as proxies let paths be. */
  public static final String URL_TRUNCATED = "url.truncated";

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

  private IchnosKeys() {}
}
