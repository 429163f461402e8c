package dev.ichnos.codec.datadog;

import dev.ichnos.model.Format;

/** The encodings in which a Datadog Agent takes traces. */
public final class DatadogFormats {
  /** Chunks of spans, to {@code /v0.4/traces}. */
  public static final Format DATADOG_V04_MSGPACK =
      new Format("DATADOG_V04_MSGPACK", "application/msgpack");

  /** Chunks of one host, environment, version and pod, to {@code /v0.7/traces}. */
  public static final Format DATADOG_V07_MSGPACK =
      new Format("DATADOG_V07_MSGPACK", "application/msgpack");

  private DatadogFormats() {}
}
