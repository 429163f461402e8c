package dev.ichnos.codec.datadog;

import dev.ichnos.model.Format;

/** The encodings in which a Datadog Agent takes traces, as Datadog's tracers send them. */
public final class DatadogFormats {
  /** Chunks of spans, to {@code /v0.4/traces}, or of the same form to {@code /v0.3/traces}. */
  public static final Format DATADOG_V04_MSGPACK =
      new Format("DATADOG_V04_MSGPACK", "application/msgpack");

  /** Chunks of spans in JSON, to any path up to {@code /v0.4/traces}. */
  public static final Format DATADOG_V04_JSON = new Format("DATADOG_V04_JSON", "application/json");

  /** A dictionary of texts and chunks of spans that point into it, to {@code /v0.5/traces}. */
  public static final Format DATADOG_V05_MSGPACK =
      new Format("DATADOG_V05_MSGPACK", "application/msgpack");

  /** Chunks of one host, environment, version and pod, to {@code /v0.7/traces}. */
  public static final Format DATADOG_V07_MSGPACK =
      new Format("DATADOG_V07_MSGPACK", "application/msgpack");

  private DatadogFormats() {}
}
