package dev.ichnos.semconv;

/** Attributes of Cloud Trace's, and those that keep what only its spans can say. */
public final class CloudTraceKeys {
  /** What made and what sent a span, such as {@code opentelemetry-go 1.30.0; exporter 1.25.0}. */
  public static final String AGENT = "g.co/agent";

  /** The code of a failed span's status, a google.rpc.Code that its other attributes do not say. */
  public static final String STATUS_CODE = "cloudtrace.status.code";

  /** On links: {@code CHILD_LINKED_SPAN} or {@code PARENT_LINKED_SPAN}. */
  public static final String LINK_TYPE = "cloudtrace.link.type";

  private CloudTraceKeys() {}
}
