package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;

/**
 * Names what a span worked on: the resource. Rules for applications as the Agent's for OTLP
 * (datadog-agent pkg/trace/traceutil/otel_util.go, {@code GetOTelResourceV2}).
 *
 * <p>For a proxy: the gRPC method, or the HTTP method and the route; without a route the span's own
 * name stands for it, which in a mesh is the route's decoration such as {@code
 * reviews.default.svc.cluster.local:9080/*}. Never a path as it was requested: resources must stay
 * few.
 */
final class ResourceNames {
  /** What a mesh says for a route that takes every path. */
  private static final String EVERY_PATH = "/*";

  private ResourceNames() {}

  /** The name, uncut; empty if the span says nothing. */
  static String of(Span span, CallFacts facts) {
    if (!facts.resourceName.isEmpty()) {
      return facts.resourceName;
    }
    return facts.isProxy() ? ofProxy(span, facts) : ofApplication(span, facts);
  }

  private static String ofProxy(Span span, CallFacts facts) {
    if (!facts.rpcMethod.isEmpty()) {
      if (facts.rpcService.isEmpty() || facts.rpcMethod.indexOf('/') >= 0) {
        return facts.rpcMethod.startsWith("/") ? facts.rpcMethod : "/" + facts.rpcMethod;
      }
      return "/" + facts.rpcService + "/" + facts.rpcMethod;
    }
    String method = method(facts);
    String route = facts.httpRoute.isEmpty() ? facts.urlTemplate : facts.httpRoute;
    if (route.isEmpty() || (route.equals(EVERY_PATH) && !span.name().isEmpty())) {
      route = span.name();
    }
    if (method.isEmpty() || route.equals(method) || route.startsWith(method + " ")) {
      return route;
    }
    return join(method, route);
  }

  private static String ofApplication(Span span, CallFacts facts) {
    if (!facts.httpMethod.isEmpty()) {
      return switch (span.kind()) {
        case SERVER -> join(method(facts), facts.httpRoute);
        case CLIENT -> join(method(facts), facts.urlTemplate);
        default -> method(facts);
      };
    }
    if (!facts.messagingOperation.isEmpty()) {
      return join(facts.messagingOperation, facts.messagingDestination);
    }
    if (!facts.rpcMethod.isEmpty()) {
      return join(facts.rpcMethod, facts.rpcService);
    }
    if (!facts.graphqlType.isEmpty()) {
      return join(facts.graphqlType, facts.graphqlName);
    }
    if (!facts.dbSystem.isEmpty() && !facts.dbText.isEmpty()) {
      return facts.dbText;
    }
    return span.name();
  }

  /** The type of a span, of the few that Datadog knows, or what the span itself says. */
  static String type(SpanKind kind, CallFacts facts) {
    if (!facts.spanType.isEmpty()) {
      return facts.spanType;
    }
    if (facts.genAi) {
      return "llm";
    }
    return switch (kind) {
      case SERVER -> "web";
      case CLIENT -> facts.dbSystem.isEmpty() ? "http" : DatabaseTypes.of(facts.dbSystem);
      default -> "custom";
    };
  }

  private static String method(CallFacts facts) {
    return facts.httpMethod.equals("_OTHER") ? "HTTP" : facts.httpMethod;
  }

  private static String join(String first, String second) {
    return second.isEmpty() ? first : first + " " + second;
  }
}
