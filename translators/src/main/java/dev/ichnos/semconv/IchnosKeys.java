package dev.ichnos.semconv;

/** Attributes by which Ichnos says on a span what it changed or inferred. */
public final class IchnosKeys {
  /** The span id that came on the wire, 16 hex digits, where a rule gave the span another. */
  public static final String ORIGINAL_SPAN_ID = "ichnos.original_span_id";

  /** The parent span id that came on the wire, 16 hex digits, where a rule gave another. */
  public static final String ORIGINAL_PARENT_SPAN_ID = "ichnos.original_parent_span_id";

  /** Which times the sender left out: {@code start}, {@code end} or {@code start,end}. */
  public static final String ABSENT_TIME = "ichnos.absent_time";

  /** The kind that the sender said, in the model's words, where a rule gave another. */
  public static final String ORIGINAL_KIND = "ichnos.original_kind";

  /** True where the proxy cut the URL: its path is as long as proxies let paths be. */
  public static final String URL_TRUNCATED = "url.truncated";

  private IchnosKeys() {}
}
