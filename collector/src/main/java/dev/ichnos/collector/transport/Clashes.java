package dev.ichnos.collector.transport;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds routes and methods that two types of owners serve: since every listener serves all, one of
 * them would get the other's messages.
 *
 * <p>Between two {@link Paths} it misses nothing; other predicates are asked for the others'
 * examples alone.
 */
final class Clashes {
  private Clashes() {}

  /**
   * Looks at every pair.
   *
   * @throws IOException if there is one, naming both owners and what both serve
   */
  static void check(List<HttpRoute> routes, List<GrpcMethod> methods) throws IOException {
    for (int i = 0; i < routes.size(); i++) {
      for (HttpRoute other : routes.subList(0, i)) {
        check(other, routes.get(i));
      }
    }
    Map<String, String> owners = new HashMap<>();
    for (GrpcMethod method : methods) {
      String first = owners.putIfAbsent(method.name(), method.owner());
      if (first != null && !sameType(first, method.owner())) {
        throw clash(first, method.owner(), method.name());
      }
    }
  }

  private static void check(HttpRoute one, HttpRoute two) throws IOException {
    if (!one.method().equals(two.method()) || sameType(one.owner(), two.owner())) {
      return;
    }
    Optional<String> path = shared(one.path(), two.path()).or(() -> shared(two.path(), one.path()));
    if (path.isPresent()) {
      throw clash(one.owner(), two.owner(), one.method() + " " + path.get());
    }
  }

  private static Optional<String> shared(Predicate<String> one, Predicate<String> two) {
    return one instanceof Paths paths ? paths.shared(two) : Optional.empty();
  }

  /** Ids are {@code type} or {@code type/name}. */
  private static boolean sameType(String one, String two) {
    return type(one).equals(type(two));
  }

  private static String type(String owner) {
    int slash = owner.indexOf('/');
    return slash < 0 ? owner : owner.substring(0, slash);
  }

  private static IOException clash(String one, String two, String what) {
    return new IOException(
        what
            + ": served by "
            + one
            + " and by "
            + two
            + " (expected: by one of them, since every listener serves all; change paths)");
  }
}
