package dev.ichnos.collector.bench;

import dev.ichnos.collector.config.Endpoint;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A backend that bench stands in for, and where it listens.
 *
 * @param endpoint port 0 is a free port of the system's choice
 */
public record SinkAddress(Kind kind, Endpoint endpoint) {
  public SinkAddress {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(endpoint, "endpoint");
  }

  /** What the collector's exporter speaks. */
  public enum Kind {
    /** OTLP over gRPC. */
    OTLP("otlp"),
    /** OTLP over HTTP, protobuf. */
    OTLP_HTTP("otlphttp"),
    /** A Datadog Agent: v0.4 and v0.7. */
    DATADOG("datadog"),
    /** Cloud Trace v2 over gRPC. */
    CLOUD_TRACE("cloudtrace");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads {@code KIND=HOST:PORT}.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  public static SinkAddress parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    for (Kind kind : Kind.values()) {
      if (equals >= 0 && kind.text.equals(name)) {
        return new SinkAddress(kind, Endpoint.parse(text.substring(equals + 1)));
      }
    }
    String kinds =
        Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "sink: " + text + " (expected: none, or KIND=HOST:PORT with one of " + kinds + ")");
  }

  @Override
  public String toString() {
    return kind + "=" + endpoint;
  }
}
