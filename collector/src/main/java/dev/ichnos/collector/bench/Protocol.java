package dev.ichnos.collector.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What bench speaks to the collector. */
public enum Protocol {
  ZIPKIN_JSON("zipkin-json"),
  ZIPKIN_PROTO("zipkin-proto"),
  OTLP_GRPC("otlp-grpc"),
  OTLP_HTTP("otlp-http"),
  DATADOG("datadog");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /**
   * Reads its name on the command line.
   *
   * @throws IllegalArgumentException if there is none of this name, naming all
   */
  public static Protocol parse(String text) {
    for (Protocol protocol : values()) {
      if (protocol.text.equals(text)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("protocol: " + text + " (expected: " + names() + ")");
  }

  /** All names, for people. */
  public static String names() {
    return Arrays.stream(values()).map(Protocol::toString).collect(Collectors.joining(", "));
  }

  MessageFormat format() {
    return switch (this) {
      case ZIPKIN_JSON -> new ZipkinJsonFormat();
      case ZIPKIN_PROTO -> new ZipkinProtoFormat();
      case OTLP_GRPC, OTLP_HTTP -> new OtlpFormat();
      case DATADOG -> new DatadogFormat();
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
