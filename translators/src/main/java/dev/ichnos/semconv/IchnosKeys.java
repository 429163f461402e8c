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

  private IchnosKeys() {}
}
