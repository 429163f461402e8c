package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.UpstreamCluster;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that a span names, and the service that its host is.
 *
 * @param text the cluster's name; empty when absent
 * @param cluster the same, read; null if it is none of Istio's
 * @param service a service of the mesh by its own name, any other by its whole host; empty if the
 *     cluster names no host
 * @param namespace of a service of the mesh; empty of any other
 */
record Upstream(String text, @Nullable UpstreamCluster cluster, String service, String namespace) {
  /** No cluster is named. */
  static final Upstream NONE = new Upstream("", null, "", "");

  private static final String SERVICES = "svc";

  static Upstream parse(String text) {
    @Nullable UpstreamCluster cluster = UpstreamCluster.parse(text);
    String host = cluster == null ? "" : cluster.host();
    int dot = host.indexOf('.');
    int second = dot < 0 ? -1 : host.indexOf('.', dot + 1);
    boolean inMesh =
        dot > 0
            && second > dot + 1
            && host.startsWith(SERVICES, second + 1)
            && (host.length() == second + 1 + SERVICES.length()
                || host.charAt(second + 1 + SERVICES.length()) == '.');
    return inMesh
        ? new Upstream(text, cluster, host.substring(0, dot), host.substring(dot + 1, second))
        : new Upstream(text, cluster, host, "");
  }
}
