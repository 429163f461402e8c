package dev.ichnos.semconv;

/**
 * Attributes that keep what only SkyWalking's model can say, and the tags of its agents that mean
 * what a common key means (apache/skywalking-data-collect-protocol language-agent/Tracing.proto @
 * 10.1, apache/skywalking-java Tags @ 9.6, envoy source/extensions/tracers/skywalking @ 1.38).
 */
public final class SkyWalkingKeys {
  /** The trace id as it came, a text. */
  public static final String TRACE_ID = "skywalking.trace_id";

  /** The segment that the span came in, a text; with {@link #SPAN_ID} it makes the span id. */
  public static final String SEGMENT_ID = "skywalking.segment_id";

  /** The span's index in its segment, from 0. */
  public static final String SPAN_ID = "skywalking.span_id";

  /** The segment of a parent span in another segment. */
  public static final String PARENT_SEGMENT_ID = "skywalking.parent_segment_id";

  /** The index of a parent span in another segment. */
  public static final String PARENT_SPAN_ID = "skywalking.parent_span_id";

  public static final String PARENT_SERVICE = "skywalking.parent_service";
  public static final String PARENT_SERVICE_INSTANCE = "skywalking.parent_service_instance";
  public static final String PARENT_ENDPOINT = "skywalking.parent_endpoint";

  /** The address by which the parent span reached this service. */
  public static final String ADDRESS_USED_AT_PEER = "skywalking.address_used_at_peer";

  /** How the parent span and this one are connected, where not by a call: {@code CrossThread}. */
  public static final String REFERENCE_TYPE = "skywalking.ref_type";

  /** {@code Database}, {@code RPCFramework}, {@code Http}, {@code MQ}, {@code Cache}, ... */
  public static final String LAYER = "skywalking.layer";

  /** A number of SkyWalking's table of libraries; 9000 is Envoy. */
  public static final String COMPONENT_ID = "skywalking.component_id";

  /** A peer that is no address: several hosts, or a word. */
  public static final String PEER = "skywalking.peer";

  /** True on spans that SkyWalking's own backend would store but leave out of its metrics. */
  public static final String SKIP_ANALYSIS = "skywalking.skip_analysis";

  /** True on the spans of a segment of which the agent left spans out. */
  public static final String SIZE_LIMITED = "skywalking.size_limited";

  /** Tag of Envoy and of agents: what others call {@code http.url}. */
  public static final String URL = "url";

  /** Tag of Envoy and of Java agents up to 8.10: what others call {@code http.status_code}. */
  public static final String STATUS_CODE = "status_code";

  /** Tag of Node.js agents: what others call {@code http.status_code}. */
  public static final String NODE_STATUS_CODE = "http.status.code";

  /** Tag: what others call {@code db.system}. */
  public static final String DB_TYPE = "db.type";

  /** Tag: what others call {@code db.name}. */
  public static final String DB_INSTANCE = "db.instance";

  private SkyWalkingKeys() {}
}
