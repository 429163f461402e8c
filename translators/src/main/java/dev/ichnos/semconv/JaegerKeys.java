package dev.ichnos.semconv;

/** Tags that Jaeger's clients write (OpenTracing semantic conventions 1.1), and Jaeger's own. */
public final class JaegerKeys {
  /** {@code client}, {@code server}, {@code producer}, {@code consumer} or {@code internal}. */
  public static final String SPAN_KIND = "span.kind";

  /** Whether the span failed. */
  public static final String ERROR = "error";

  public static final String HTTP_STATUS_MESSAGE = "http.status_message";

  /** The field of a log that names it. */
  public static final String EVENT = "event";

  /** The tag of a process that names its host. */
  public static final String HOSTNAME = "hostname";

  /** What was found odd about a span on its way; a list of texts, as Jaeger 2 writes it. */
  public static final String WARNINGS = "@jaeger@warnings";

  /** Set on a span that its sender had not finished. */
  public static final String INCOMPLETE = "jaeger.incomplete";

  private JaegerKeys() {}
}
