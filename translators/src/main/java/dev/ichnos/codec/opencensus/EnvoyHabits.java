package dev.ichnos.codec.opencensus;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OpenCensusKeys;
import java.util.Locale;

/**
 * What senders say in attributes because their OpenCensus library had no other place for it: mainly
 * Envoy's tracer, which states neither kind nor status (envoy
 * source/extensions/tracers/opencensus/opencensus_tracer_impl.cc @ 1.26).
 */
final class EnvoyHabits {
  private static final String ERROR = "error";

  /**
   * The kind of a span whose own says nothing. Envoy's {@code OperationName} is Ingress or Egress
   * but on the spans that it makes for single calls upstream, which have none.
   */
  SpanKind kind(Attributes attributes) {
    SpanKind operation =
        switch (attributes.string(OpenCensusKeys.OPERATION_NAME).toLowerCase(Locale.ROOT)) {
          case "ingress" -> SpanKind.SERVER;
          case "egress" -> SpanKind.CLIENT;
          default -> SpanKind.UNSPECIFIED;
        };
    if (operation != SpanKind.UNSPECIFIED) {
      return operation;
    }
    // The OpenTelemetry Collector's exporter writes the kinds that OpenCensus lacks this way.
    SpanKind stated =
        switch (attributes.string(OpenCensusKeys.SPAN_KIND).toLowerCase(Locale.ROOT)) {
          case "server" -> SpanKind.SERVER;
          case "client" -> SpanKind.CLIENT;
          case "producer" -> SpanKind.PRODUCER;
          case "consumer" -> SpanKind.CONSUMER;
          case "internal" -> SpanKind.INTERNAL;
          default -> SpanKind.UNSPECIFIED;
        };
    if (stated != SpanKind.UNSPECIFIED) {
      return stated;
    }
    boolean proxy = attributes.string(EnvoyKeys.COMPONENT).equals(EnvoyKeys.PROXY);
    return proxy ? SpanKind.CLIENT : SpanKind.UNSPECIFIED;
  }

  /** Whether the tag of OpenTracing says that the work failed. */
  boolean isError(Attributes attributes) {
    return attributes.string(ERROR).equals("true");
  }
}
