package dev.ichnos.semconv;

/**
 * Attributes that X-Ray's documents become for which {@link OtelKeys} has none: OpenTelemetry's for
 * AWS and clouds, and those of the OpenTelemetry Collector's X-Ray receiver ({@code aws.xray.}).
 */
public final class XRayKeys {
  /** Set on what had not ended when it was sent. */
  public static final String IN_PROGRESS = "aws.xray.inprogress";

  /** Set where the caller was at fault. */
  public static final String ERROR = "aws.xray.error";

  /** Set where the callee was at fault. */
  public static final String FAULT = "aws.xray.fault";

  /** Set where a limit was passed. */
  public static final String THROTTLE = "aws.xray.throttle";

  /** Whether the called side reports segments too. */
  public static final String TRACED = "aws.xray.traced";

  /** {@code aws} or {@code remote}, of a subsegment that is a call. */
  public static final String NAMESPACE = "aws.xray.namespace";

  public static final String PRECURSOR_IDS = "aws.xray.precursor_ids";

  /** What a segment ran on, such as {@code AWS::EC2::Instance}. */
  public static final String ORIGIN = "aws.xray.origin";

  public static final String RESOURCE_ARN = "aws.xray.resource_arn";
  public static final String X_FORWARDED_FOR = "aws.xray.x_forwarded_for";
  public static final String RETRIES = "aws.xray.retries";
  public static final String EXCEPTION_ID = "aws.xray.exception.id";
  public static final String EXCEPTION_PREFIX = "aws.xray.exception.";
  public static final String CAUSE_PREFIX = "aws.xray.cause.";
  public static final String METADATA_PREFIX = "aws.xray.metadata.";
  public static final String HTTP_PREFIX = "aws.xray.http.";
  public static final String SQL_PREFIX = "aws.xray.sql.";
  public static final String SERVICE_PREFIX = "aws.xray.service.";
  public static final String AWS_PREFIX = "aws.";

  /** The annotation by which Envoy says which side of a call it was: ingress or egress. */
  public static final String DIRECTION = "direction";

  public static final String USER = "enduser.id";
  public static final String DB_USER = "db.user";
  public static final String DB_CONNECTION_STRING = "db.connection_string";
  public static final String HOST_ID = "host.id";
  public static final String HOST_TYPE = "host.type";
  public static final String HOST_IMAGE_ID = "host.image.id";
  public static final String CONTAINER_NAME = "container.name";
  public static final String CLOUD_AVAILABILITY_ZONE = "cloud.availability_zone";
  public static final String SDK_NAME = "telemetry.sdk.name";
  public static final String SDK_VERSION = "telemetry.sdk.version";

  private XRayKeys() {}
}
