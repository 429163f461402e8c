package dev.ichnos.semconv;

/**
 * Attributes that keep what only OpenCensus' model can say, named as the OpenTelemetry Collector
 * names them where it has a name (opentelemetry-collector-contrib pkg/translator/opencensus).
 */
public final class OpenCensusKeys {
  /** On a resource: the version of the library's agent exporter. */
  public static final String EXPORTER_VERSION = "opencensus.exporterversion";

  /** On a resource: its type, such as {@code container} or {@code k8s}. */
  public static final String RESOURCE_TYPE = "opencensus.resourcetype";

  /** On a span: how many child spans were made while it was active. */
  public static final String CHILD_SPAN_COUNT = "opencensus.child_span_count";

  /** On a span that failed: the code of {@code google.rpc.Code} that says how. */
  public static final String STATUS_CODE = "opencensus.status_code";

  /** On a link: {@code child} or {@code parent}, what the other span is to this one. */
  public static final String LINK_TYPE = "opencensus.link_type";

  /** What {@code cloud.availability_zone} is called among OpenCensus' resource labels. */
  public static final String CLOUD_ZONE = "cloud.zone";

  /** {@code Ingress} or {@code Egress}, by which Envoy's tracer says the kind. */
  public static final String OPERATION_NAME = "OperationName";

  /** A kind that OpenCensus cannot say, in OpenTracing's words. */
  public static final String SPAN_KIND = "span.kind";

  private OpenCensusKeys() {}
}
