package dev.ichnos.identity.context;

import dev.ichnos.model.Format;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import java.util.List;

/**
 * Which header families a sender's own tracer writes, by the format in which it reports.
 *
 * <p>Envoy evaluates its custom tags when a request is over, on the headers into which it has put
 * its own context. What it captured of its own family is the span itself (or the child that it
 * spawned) and says nothing of another trace. Application SDKs are read the same way.
 */
enum OwnFamilies {
  /** Envoy writes traceparent too if told so (USE_B3_WITH_W3C_PROPAGATION, since 2025-08). */
  ZIPKIN("ZIPKIN_", "b3 b3multi", "traceparent"),
  OTLP("OTLP_", "traceparent", ""),
  /** dd-trace-cpp writes both unless told otherwise. */
  DATADOG("DATADOG_", "datadog traceparent", ""),
  SKYWALKING("SKYWALKING_", "sw8", ""),
  XRAY("XRAY_", "x-amzn-trace-id", ""),
  /** A configured list, which Istio's bootstrap fills with all of them. */
  OPENCENSUS("OPENCENSUS_", "", "b3 b3multi traceparent x-cloud-trace-context grpc-trace-bin"),
  /** OpenCensus' spans. */
  ENVOY("ENVOY_", "", "b3 b3multi traceparent x-cloud-trace-context grpc-trace-bin"),
  /** OpenCensus' exporter, or Google's for OpenTelemetry. */
  CLOUD_TRACE("CLOUDTRACE_", "", "b3 b3multi traceparent x-cloud-trace-context grpc-trace-bin"),
  /** x-ot-span-context, which is none of ours; others by choice. */
  LIGHTSTEP("LIGHTSTEP_", "", "b3 b3multi traceparent"),
  /** uber-trace-id, which is none of ours; others by choice. */
  JAEGER("JAEGER_", "", "b3 b3multi traceparent"),
  /** A format that we do not know. */
  UNKNOWN("", "", "");

  /** Whether a captured family is the sender's own. */
  enum Own {
    /** Its tracer does not write the family: what was captured is evidence. */
    NEVER,
    /** Its tracer may write the family: it has, if the trace id is the span's own. */
    IF_SAME_TRACE,
    /** Its tracer writes the family. */
    ALWAYS
  }

  private static final OwnFamilies[] ALL = values();

  private final String prefix;

  /** A bit for each place in {@link HeaderFamilies#all}; so the next. */
  private final int always;

  private final int ifSameTrace;

  /** Ids of families, divided by blanks; so the last list. */
  OwnFamilies(String prefix, String always, String ifSameTrace) {
    this.prefix = prefix;
    this.always = bits(always);
    this.ifSameTrace = bits(ifSameTrace);
  }

  private static int bits(String ids) {
    List<String> wanted = List.of(ids.split(" "));
    List<HeaderFamily> all = HeaderFamilies.all();
    int bits = 0;
    for (int i = 0; i < all.size(); i++) {
      bits |= wanted.contains(all.get(i).id()) ? 1 << i : 0;
    }
    return bits;
  }

  /** By {@link Format#name}, since identity knows no codec. */
  static OwnFamilies of(Format format) {
    for (OwnFamilies own : ALL) {
      if (format.name().startsWith(own.prefix)) {
        return own;
      }
    }
    return UNKNOWN;
  }

  /**
   * What a header family is to the sender.
   *
   * @param family its place in {@link HeaderFamilies#all}
   */
  Own own(int family) {
    if ((always >>> family & 1) != 0) {
      return Own.ALWAYS;
    }
    return (ifSameTrace >>> family & 1) != 0 ? Own.IF_SAME_TRACE : Own.NEVER;
  }
}
