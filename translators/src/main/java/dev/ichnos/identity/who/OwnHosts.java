package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.UpstreamCluster;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names by which senders reach Ichnos. Ports do not matter. */
final class OwnHosts {
  private final List<String> services;
  private final String ip;

  OwnHosts(SelfSettings settings) {
    services = settings.services().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    ip = settings.ip();
  }

  /** Whether the host is Ichnos's: a name or address, with or without a port. */
  boolean isOwn(String host) {
    if (host.isEmpty()) {
      return false;
    }
    if (host.indexOf('|') >= 0 || host.startsWith("outbound_.")) {
      return isOwnCluster(host); // what Envoy gives gRPC as the authority
    }
    if (!ip.isEmpty() && isOwnIp(host)) {
      return true;
    }
    int colon = host.indexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    for (String service : services) {
      if (isOwn(name, service)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code upstream_cluster} leads to Ichnos. */
  boolean isOwnCluster(String text) {
    @Nullable UpstreamCluster cluster = UpstreamCluster.parse(text);
    return cluster != null && cluster.host().indexOf('|') < 0 && isOwn(cluster.host());
  }

  /** Whether the URL's host is Ichnos's. */
  boolean isOwnUrl(String url) {
    int from = url.indexOf("://");
    if (from < 0) {
      return false;
    }
    int to = url.indexOf('/', from + 3);
    int user = url.lastIndexOf('@', to < 0 ? url.length() : to);
    return isOwn(url.substring(Math.max(from + 3, user + 1), to < 0 ? url.length() : to));
  }

  private boolean isOwnIp(String host) {
    int at = host.startsWith("[") ? 1 : 0;
    int end = at + ip.length();
    return host.startsWith(ip, at)
        && (host.length() == end || host.charAt(end) == ':' || host.charAt(end) == ']');
  }

  /** A single label is the first of any host; a longer name stands for its shorter forms too. */
  private static boolean isOwn(String name, String service) {
    if (service.isEmpty() || name.isEmpty()) {
      return false;
    }
    boolean shorter = service.length() > name.length();
    if (shorter) {
      return service.charAt(name.length()) == '.'
          && service.regionMatches(true, 0, name, 0, name.length());
    }
    return name.regionMatches(true, 0, service, 0, service.length())
        && (name.length() == service.length()
            || (name.charAt(service.length()) == '.' && service.indexOf('.') < 0));
  }
}
