package dev.ichnos.collector.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code identity.self}: by what Ichnos knows spans about itself.
 *
 * @param namespace {@code namespace} of its pods; absent reads {@code POD_NAMESPACE}
 * @param pod {@code pod}: its name; absent reads {@code POD_NAME}
 * @param ip {@code ip} of the pod; absent reads {@code POD_IP}
 * @param services {@code services}: hosts by which senders reach it
 */
public record SelfConfig(
    Optional<String> namespace, Optional<String> pod, Optional<String> ip, List<String> services) {
  public SelfConfig {
    services = List.copyOf(services);
  }

  public static SelfConfig defaults() {
    return new SelfConfig(Optional.empty(), Optional.empty(), Optional.empty(), List.of("ichnos"));
  }
}
