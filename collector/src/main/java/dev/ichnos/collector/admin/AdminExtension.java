package dev.ichnos.collector.admin;

import dev.ichnos.collector.transport.HttpRoute;
import java.util.List;

/**
 * What another room adds to the admin API.
 *
 * @param routes served by the admin listener, after its own; none may be {@code /}
 * @param index a line for each of them, for the list at {@code /}
 */
public record AdminExtension(List<HttpRoute> routes, List<String> index) {
  public AdminExtension {
    routes = List.copyOf(routes);
    index = List.copyOf(index);
  }
}
