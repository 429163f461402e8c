package dev.ichnos.istio;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A provider's {@code service}, {@code [namespace/]host}.
 *
 * @param namespace empty when the host alone says which service is meant
 * @param host a fully qualified name or an IP address
 */
record ServiceAddress(String namespace, String host) {
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAMESPACE = Pattern.compile(LABEL);
  private static final Pattern QUALIFIED = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f]*:[0-9a-f:.]+");
  private static final int MAX_HOST_LENGTH = 253;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException for a short name, which istiod refuses; for one that ends in
   *     {@code .svc}, which istiod accepts and then does not find in its registry; and for anything
   *     that is no name
   */
  static ServiceAddress parse(String service) {
    Objects.requireNonNull(service, "service");
    int slash = service.indexOf('/');
    String namespace = slash < 0 ? "" : service.substring(0, slash);
    String host = service.substring(slash + 1);
    if (slash >= 0 && !NAMESPACE.matcher(namespace).matches()) {
      throw refused(service, "a namespace before the slash");
    }
    if (IPV6.matcher(host).matches()) {
      return new ServiceAddress(namespace, host);
    }
    if (host.length() > MAX_HOST_LENGTH || !QUALIFIED.matcher(host).matches()) {
      throw refused(service, "a fully qualified name such as ichnos.ichnos.svc.cluster.local");
    }
    if (host.endsWith(".svc")) {
      throw refused(service, "the cluster's domain too, as in " + host + ".cluster.local");
    }
    return new ServiceAddress(namespace, host);
  }

  private static IllegalArgumentException refused(String service, String expected) {
    return new IllegalArgumentException("service: " + service + " (expected: " + expected + ")");
  }
}
