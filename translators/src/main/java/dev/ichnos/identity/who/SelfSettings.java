package dev.ichnos.identity.who;

import java.util.List;
import java.util.Objects;

/**
 * By what Ichnos knows spans about itself.
 *
 * @param namespace of its own pods; empty when unknown
 * @param pod name of the pod that it runs in; empty when unknown
 * @param ip address of that pod; empty when unknown
 * @param services hosts by which senders reach it: {@code ichnos} is every host whose first label
 *     it is, {@code ichnos.tracing.svc.cluster.local} that one and its shorter forms
 */
public record SelfSettings(String namespace, String pod, String ip, List<String> services) {
  public SelfSettings {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(ip, "ip");
    services = List.copyOf(services);
  }

  /** Knows no pod; its service is called {@code ichnos}. */
  public static SelfSettings defaults() {
    return new SelfSettings("", "", "", List.of("ichnos"));
  }
}
