package dev.ichnos.codec.datadog;

import java.util.Map;
import java.util.Objects;

/**
 * What a user may choose about spans in Datadog.
 *
 * @param operationName how spans get their operation name
 * @param environment the {@code env} of spans that do not state theirs; empty for {@code none}
 * @param namespaceEnvironments the {@code env} of spans that do not state theirs, by Kubernetes
 *     namespace; above {@code environment}
 * @param topLevel by which spans a service is entered
 * @param clusterInHostname whether a host that is a Kubernetes node is named {@code node-cluster},
 *     as Agents name theirs when they know their cluster
 */
public record DatadogOptions(
    OperationNamePolicy operationName,
    String environment,
    Map<String, String> namespaceEnvironments,
    TopLevelRule topLevel,
    boolean clusterInHostname) {
  /** By which spans a service is entered, so that its requests are counted there. */
  public enum TopLevelRule {
    /**
     * Roots, and spans whose parent is of another service; where the parent is not in the chunk,
     * those that answer (SERVER, CONSUMER). A sidecar's span and its application's, one inside the
     * other, so count once.
     */
    PARENT_SERVICE,
    /** Roots, and every span that answers. */
    KIND
  }

  public DatadogOptions {
    Objects.requireNonNull(operationName, "operationName");
    Objects.requireNonNull(environment, "environment");
    namespaceEnvironments = Map.copyOf(namespaceEnvironments);
    Objects.requireNonNull(topLevel, "topLevel");
  }

  /** Envoy's names, no environment of its own, entries by the parent's service. */
  public static DatadogOptions defaults() {
    return new DatadogOptions(
        OperationNamePolicy.ENVOY, "", Map.of(), TopLevelRule.PARENT_SERVICE, true);
  }
}
