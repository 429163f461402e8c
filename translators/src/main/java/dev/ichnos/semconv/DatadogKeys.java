package dev.ichnos.semconv;

/**
 * Attributes and tags that Datadog reads or writes (DataDog/datadog-agent pkg/trace @ 7.66 and
 * later, DataDog/dd-trace-java DDTags).
 */
public final class DatadogKeys {
  /** On a span: its operation name, above every rule. */
  public static final String OPERATION_NAME = "operation.name";

  /** On a span: its resource name, above every rule. */
  public static final String RESOURCE_NAME = "resource.name";

  /** On a span: its type, above every rule. */
  public static final String SPAN_TYPE = "span.type";

  /** On a span: OpenTracing's sampling priority, -1 to 2 in Datadog's words. */
  public static final String SAMPLING_PRIORITY = "sampling.priority";

  /** The metric by which tracers say the sampling priority of a chunk. */
  public static final String SAMPLING_PRIORITY_V1 = "_sampling_priority_v1";

  /** On a resource: the name of the host, above every rule. */
  public static final String HOST_NAME = "datadog.host.name";

  /** On a resource, with a name behind it: a container tag of that name. */
  public static final String CONTAINER_TAG_PREFIX = "datadog.container.tag.";

  public static final String ENV = "env";
  public static final String VERSION = "version";
  public static final String SPAN_KIND = "span.kind";

  /** Upper half of the trace id, 16 lower-case hex digits. */
  public static final String TRACE_ID_HIGH = "_dd.p.tid";

  /** The whole trace id, 32 lower-case hex digits. */
  public static final String OTEL_TRACE_ID = "otel.trace_id";

  /** In front of the key of an entry of {@code meta_struct}: bytes that are msgpack themselves. */
  public static final String META_STRUCT_PREFIX = "meta_struct.";

  public static final String HOSTNAME_TAG = "_dd.hostname";
  public static final String ORIGIN = "_dd.origin";
  public static final String CONTAINER_TAGS = "_dd.tags.container";
  public static final String SPAN_LINKS = "_dd.span_links";
  public static final String EVENTS = "events";
  public static final String HAS_EXCEPTION = "_dd.span_events.has_exception";

  /** 1 on a span by which a service is entered, as tracers say it. */
  public static final String TRACER_TOP_LEVEL = "_dd.top_level";

  /** 1 on a span by which a service is entered, as the Agent says it. */
  public static final String TOP_LEVEL = "_top_level";

  /** 1 on a span that is no entry and that statistics should count all the same. */
  public static final String MEASURED = "_dd.measured";

  public static final String ERROR_MESSAGE = "error.message";

  /** The same as {@link #ERROR_MESSAGE}, as the Agent writes it for OTLP. */
  public static final String ERROR_MSG = "error.msg";

  public static final String ERROR_STACK = "error.stack";
  public static final String OTEL_STATUS_CODE = "otel.status_code";
  public static final String OTEL_STATUS_DESCRIPTION = "otel.status_description";
  public static final String TRACE_STATE = "w3c.tracestate";

  /** The language that a process is written in. */
  public static final String LANGUAGE = "language";

  /** A UUID that a tracer gives its process. */
  public static final String RUNTIME_ID = "runtime-id";

  /** The number of a process on its host, a metric. */
  public static final String PROCESS_ID = "process_id";

  /** A metric on a span that was sampled by itself, whatever became of its trace. */
  public static final String SPAN_SAMPLING_MECHANISM = "_dd.span_sampling.mechanism";

  public static final String HTTP_CLIENT_IP = "http.client_ip";
  public static final String HTTP_SERVER_NAME = "http.server_name";
  public static final String HTTP_USER_AGENT = "http.useragent";
  public static final String HTTP_VERSION = "http.version";
  public static final String HTTP_REQUEST_LENGTH = "http.request.content_length";
  public static final String HTTP_RESPONSE_LENGTH = "http.response.content_length";
  public static final String HTTP_REQUEST_HEADERS = "http.request.headers.";
  public static final String HTTP_RESPONSE_HEADERS = "http.response.headers.";

  private DatadogKeys() {}
}
