package dev.ichnos.semconv;

/**
 * Tags of LightStep's tracers (lightstep/lightstep-tracer-common client.md @ 2018-05) and of
 * OpenTracing, whose API they have.
 */
public final class LightstepKeys {
  /** The service; not to be confused with OpenTracing's {@code component}. */
  public static final String COMPONENT_NAME = "lightstep.component_name";

  public static final String HOSTNAME = "lightstep.hostname";
  public static final String COMMAND_LINE = "lightstep.command_line";

  /** On a span, another reporter than the report's. */
  public static final String GUID = "lightstep.guid";

  /** The secret that a report is authorised with; no tracer is known to write it as a tag. */
  public static final String ACCESS_TOKEN = "lightstep.access_token";

  /** The parent, an integer or hex, of a span that states it again or only here. */
  public static final String PARENT_SPAN_GUID = "parent_span_guid";

  /** {@code client}, {@code server}, {@code producer} or {@code consumer}. */
  public static final String SPAN_KIND = "span.kind";

  /** Whether the span failed. */
  public static final String ERROR = "error";

  /** The field of a log that names it. */
  public static final String EVENT = "event";

  private LightstepKeys() {}
}
