package dev.ichnos.semconv;

/** Attributes by which Ichnos says on a span what it changed or inferred. */
public final class IchnosKeys {
  /** The span id that came on the wire, 16 hex digits, where a rule gave the span another. */
  public static final String ORIGINAL_SPAN_ID = "ichnos.original_span_id";

  /** The parent span id that came on the wire, 16 hex digits, where a rule gave another. */
  public static final String ORIGINAL_PARENT_SPAN_ID = "ichnos.original_parent_span_id";

  /** Which times the sender left out: {@code start}, {@code end} or {@code start,end}. */
  public static final String ABSENT_TIME = "ichnos.absent_time";

  /** What every attribute of this page begins with. */
  public static final String PREFIX = "ichnos.";

  /**
   * On a resource whose {@code service.name} a rule changed: the name that came; empty when none
   * came.
   */
  public static final String ORIGINAL_SERVICE_NAME = "ichnos.original_service_name";

  /** The trace id that came on the wire, where a rule gave the span another. */
  public static final String ORIGINAL_TRACE_ID = "ichnos.original_trace_id";

  /** On a resource: the rules that filled in what its sender had not said, divided by commas. */
  public static final String RESOURCE_RULES = "ichnos.resource_rules";

  private IchnosKeys() {}
}
