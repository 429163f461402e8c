package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Locale;

/**
 * Says on which host spans were made, from what they say of themselves and in the words of the
 * Agent that watches that host. Never ours, and never a guess: without evidence there is no host.
 *
 * <p>In this order: {@code datadog.host.name}; on Google's cloud the instance and its project, as
 * Agents there call themselves ({@code node.project}); the Kubernetes node, with its cluster;
 * {@code host.name}, unless it is a loopback name, or in truth the pod's.
 */
final class Hostnames {
  private static final int MOST_BYTES = 255;

  private Hostnames() {}

  /** The host; empty when unknown. */
  static String of(Attributes resource, boolean clusterInHostname) {
    String name = resource.string(DatadogKeys.HOST_NAME);
    if (name.isEmpty()) {
      name = google(resource);
    }
    if (name.isEmpty()) {
      name = node(resource, clusterInHostname);
    }
    if (name.isEmpty()) {
      name = host(resource);
    }
    return isLoopback(name) || !Limits.fits(name, MOST_BYTES) ? "" : name;
  }

  private static String google(Attributes resource) {
    String project = resource.string(OtelKeys.CLOUD_ACCOUNT_ID);
    if (project.isEmpty() || !resource.string(OtelKeys.CLOUD_PROVIDER).equals("gcp")) {
      return "";
    }
    String instance = resource.string(OtelKeys.K8S_NODE_NAME);
    if (instance.isEmpty()) {
      instance = host(resource);
    }
    int domain = instance.indexOf('.');
    String label = domain < 0 ? instance : instance.substring(0, domain);
    return label.isEmpty() ? "" : label + "." + project;
  }

  private static String node(Attributes resource, boolean clusterInHostname) {
    String node = resource.string(OtelKeys.K8S_NODE_NAME);
    String cluster = clusterInHostname ? resource.string(OtelKeys.K8S_CLUSTER_NAME) : "";
    return node.isEmpty() || cluster.isEmpty() ? node : node + "-" + cluster;
  }

  /** In a container an SDK's host name is the pod's name, which is no host. */
  private static String host(Attributes resource) {
    String host = resource.string(OtelKeys.HOST_NAME);
    return host.equals(resource.string(OtelKeys.K8S_POD_NAME)) ? "" : host;
  }

  private static boolean isLoopback(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "localhost",
          "localhost.localdomain",
          "localhost6",
          "ip6-localhost",
          "127.0.0.1",
          "::1" ->
          true;
      default -> false;
    };
  }
}
