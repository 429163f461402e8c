package dev.ichnos.semconv;

/**
 * Tags that Istio has its proxies write (istio pilot/pkg/networking/core/tracing.go @ 1.30), and
 * the attributes of a resource that are made of them. What istiod does not know is {@code unknown}
 * in them; what a filter does not know is {@code -}.
 */
public final class IstioKeys {
  public static final String CANONICAL_SERVICE = "istio.canonical_service";

  /** {@code latest} where the pod has no such label. */
  public static final String CANONICAL_REVISION = "istio.canonical_revision";

  public static final String NAMESPACE = "istio.namespace";
  public static final String MESH_ID = "istio.mesh_id";

  /** {@code Kubernetes} where nobody gave the cluster a name. */
  public static final String CLUSTER_ID = "istio.cluster_id";

  /** Of waypoints: to whom the request goes. */
  public static final String DESTINATION_CANONICAL_SERVICE = "istio.destination_canonical_service";

  public static final String DESTINATION_CANONICAL_REVISION =
      "istio.destination_canonical_revision";
  public static final String DESTINATION_NAMESPACE = "istio.destination_namespace";
  public static final String DESTINATION_CLUSTER_ID = "istio.destination_cluster_id";

  /** Of waypoints: from whom the request comes. */
  public static final String SOURCE_CANONICAL_SERVICE = "istio.source_canonical_service";

  public static final String SOURCE_CANONICAL_REVISION = "istio.source_canonical_revision";
  public static final String SOURCE_NAMESPACE = "istio.source_namespace";
  public static final String SOURCE_CLUSTER_ID = "istio.source_cluster_id";

  /** On a resource: {@link #MESH_ID}. */
  public static final String MESH = "istio.mesh.id";

  /** On a resource: what kind of proxy reported its spans, as {@code node_id} has it. */
  public static final String PROXY_TYPE = "istio.proxy.type";

  /** On a resource: the pod of a proxy that only stands for the service. */
  public static final String PROXY_POD = "istio.proxy.pod";

  /** On a resource: the namespace of a proxy that only stands for the service. */
  public static final String PROXY_NAMESPACE = "istio.proxy.namespace";

  /** On a resource: the address of a proxy that only stands for the service. */
  public static final String PROXY_IP = "istio.proxy.ip";

  public static final String SOURCE_APP = "istio.source_app";
  public static final String SOURCE_WORKLOAD = "istio.source_workload";
  public static final String DESTINATION_APP = "istio.destination_app";
  public static final String DESTINATION_WORKLOAD = "istio.destination_workload";

  /** Ours: the subset of the destination rule that the request went to. */
  public static final String DESTINATION_SUBSET = "istio.destination.subset";

  private IstioKeys() {}
}
