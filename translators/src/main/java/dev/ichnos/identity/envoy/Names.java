package dev.ichnos.identity.envoy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The span's name: method and route, where the route says more than that every path is taken; what
 * Istio calls the operation otherwise, which users know. Never a path as it was asked for. What the
 * proxy called the span is kept where it is called otherwise.
 */
final class Names {
  private final boolean routes;
  private final @Nullable PathTemplates templates;
  private String lastName = "";
  private @Nullable Operation lastOperation;

  /** Whether the name that was answered last is one of a template. */
  boolean templated;

  /**
   * Rules at work on one batch.
   *
   * @param routes whether names are made of routes
   * @param templates which paths become templates; null for none
   */
  Names(boolean routes, @Nullable PathTemplates templates) {
    this.routes = routes;
    this.templates = templates;
  }

  /** The name as it is. */
  String apply(ProxySpan proxy, Draft draft) {
    templated = false;
    String said = proxy.span.name();
    String name = said;
    Operation route = operation(proxy.said());
    if (routes && !proxy.tags.has(Tag.ENVOY_OPERATION)) {
      name = named(proxy, route, draft);
    }
    if (routes) {
      datadogOperation(proxy.tags, draft);
    }
    if (templates != null && proxy.url != null && !proxy.url.isPathTruncated()) {
      name = templated(proxy, proxy.url.path(), route, name, draft);
    }
    if (!name.equals(said)) {
      draft.putUnlessEmpty(Tag.ENVOY_OPERATION, said);
    }
    return name;
  }

  /**
   * Envoys of 1.26 and 1.27 wrote the route, or {@code ingress}, for Datadog's operation (envoy
   * #30235): without it the exporter names the operation as it does every proxy's.
   */
  private static void datadogOperation(Tags tags, Draft draft) {
    String said = tags.text(Tag.DATADOG_OPERATION);
    if (!said.isEmpty()
        && (said.equals(tags.text(Tag.DATADOG_RESOURCE))
            || said.equals(Operation.INGRESS)
            || Operation.isEgress(said))) {
      draft.remove(Tag.DATADOG_OPERATION);
    }
  }

  private String named(ProxySpan proxy, @Nullable Operation operation, Draft draft) {
    String said = proxy.span.name();
    if (operation == null) {
      return Operation.isPath(said) ? withoutPath(proxy) : said;
    }
    if (draft.stable) {
      draft.put(Tag.HTTP_ROUTE, operation.route());
    }
    if (operation.route().equals(Operation.EVERY_PATH)) {
      return said;
    }
    String method = method(proxy.tags);
    return method.isEmpty() ? said : method + " " + operation.route();
  }

  /** What Envoy says to other tracers, or the method alone. */
  private static String withoutPath(ProxySpan proxy) {
    String method = method(proxy.tags);
    if (!method.isEmpty()) {
      return method;
    }
    String cluster = proxy.tags.text(Tag.UPSTREAM_CLUSTER);
    if (!cluster.isEmpty()) {
      return Operation.ofAttempt(cluster);
    }
    return proxy.answers() ? Operation.INGRESS : "HTTP";
  }

  private String templated(
      ProxySpan proxy, String path, @Nullable Operation operation, String name, Draft draft) {
    PathTemplates all = Objects.requireNonNull(templates);
    String template = all.fitting(path);
    if (template.isEmpty() && (operation == null || operation.isPrefix())) {
      template = all.withoutIds(path);
    }
    String method = method(proxy.tags);
    if (template.isEmpty() || method.isEmpty()) {
      return name;
    }
    if (draft.stable) {
      draft.put(Tag.HTTP_ROUTE, template);
      if (!proxy.tags.text(Tag.HTTP_ROUTE).equals(template)) {
        draft.replace(Tag.HTTP_ROUTE, template);
      }
    }
    templated = true;
    return method + " " + template;
  }

  /** As the conventions have it in names; empty if it is not known. */
  private static String method(Tags tags) {
    String method = tags.text(Tag.HTTP_REQUEST_METHOD);
    method = method.isEmpty() ? tags.stated(Tag.HTTP_METHOD) : method;
    if (method.isEmpty()) {
      return "";
    }
    String known = Http.known(method);
    return known.equals(Http.OTHER) ? "HTTP" : known;
  }

  private @Nullable Operation operation(String name) {
    if (!name.equals(lastName)) {
      lastName = name;
      lastOperation = Operation.parse(name);
    }
    return lastOperation;
  }
}
