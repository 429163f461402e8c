package dev.ichnos.collector.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The routes of one listener: those of its own owners first, then the others as added. */
final class Routes {
  private final List<HttpRoute> ordered;

  Routes(List<HttpRoute> all, Collection<String> owners) {
    List<HttpRoute> own = new ArrayList<>();
    List<HttpRoute> others = new ArrayList<>();
    for (HttpRoute route : all) {
      (owners.contains(route.owner()) ? own : others).add(route);
    }
    own.addAll(others);
    ordered = List.copyOf(own);
  }

  /** The first route that takes this method and path. */
  Optional<HttpRoute> find(String method, String path) {
    for (HttpRoute route : ordered) {
      if (route.method().equals(method) && route.path().test(path)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  /** The first route that takes this path, whatever its method. */
  Optional<HttpRoute> findPath(String path) {
    for (HttpRoute route : ordered) {
      if (route.path().test(path)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  /** The methods of all routes that take this path, as the header {@code allow} lists them. */
  String allowed(String path) {
    TreeSet<String> methods = new TreeSet<>();
    for (HttpRoute route : ordered) {
      if (route.path().test(path)) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }
}
