package dev.ichnos.semconv;

/** Tags that Istio has its proxies write (istio pilot/pkg/networking/core/tracing.go @ 1.31). */
public final class IstioKeys {
  /** Waypoints: the caller, from 1.29 on. */
  public static final String SOURCE_CANONICAL_SERVICE = "istio.source_canonical_service";

  public static final String SOURCE_APP = "istio.source_app";
  public static final String SOURCE_WORKLOAD = "istio.source_workload";
  public static final String SOURCE_NAMESPACE = "istio.source_namespace";

  /** Waypoints: the service called, from 1.29 on. */
  public static final String DESTINATION_CANONICAL_SERVICE = "istio.destination_canonical_service";

  public static final String DESTINATION_APP = "istio.destination_app";
  public static final String DESTINATION_WORKLOAD = "istio.destination_workload";
  public static final String DESTINATION_NAMESPACE = "istio.destination_namespace";

  /** Ours: the subset of the destination rule that the request went to. */
  public static final String DESTINATION_SUBSET = "istio.destination.subset";

  /** Ours, on a resource: the type that stands first in a node id. */
  public static final String PROXY_TYPE = "istio.proxy.type";

  private IstioKeys() {}
}
