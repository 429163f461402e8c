package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Locale;

/**
 * Names what a span did: the operation, by which statistics are kept. The rules for OTLP are those
 * of datadog-agent pkg/trace/traceutil/otel_util.go ({@code GetOTelOperationNameV2}); {@code
 * envoy.proxy} is what Envoy's own Datadog tracer says (source/extensions/tracers/datadog).
 */
final class OperationNames {
  private static final String ENVOY_PROXY = "envoy.proxy";

  private final OperationNamePolicy policy;

  OperationNames(OperationNamePolicy policy) {
    this.policy = policy;
  }

  /** The name in its normal form, within its limit, never empty. */
  String of(Span span, CallFacts facts, String service, Losses losses) {
    if (!facts.operationName.isEmpty()) {
      return normal(facts.operationName, losses);
    }
    return switch (policy.rule()) {
      case ENVOY -> facts.isProxy() ? ENVOY_PROXY : normal(otelV2(span.kind(), facts), losses);
      case OTEL_V2 -> normal(otelV2(span.kind(), facts), losses);
      case TEMPLATE -> {
        String name = NormalForms.operation(losses.cut(fill(span, facts, service), Limits.NAME));
        yield name.isEmpty() ? normal(otelV2(span.kind(), facts), losses) : name;
      }
    };
  }

  private static String normal(String name, Losses losses) {
    String normal = NormalForms.operation(losses.cut(name, Limits.NAME));
    return normal.isEmpty() ? NormalForms.UNNAMED_OPERATION : normal;
  }

  private static String otelV2(SpanKind kind, CallFacts facts) {
    boolean client = kind == SpanKind.CLIENT;
    boolean server = kind == SpanKind.SERVER;
    if (!facts.httpMethod.isEmpty() && (client || server)) {
      return server ? "http.server.request" : "http.client.request";
    }
    if (client && !facts.dbSystem.isEmpty()) {
      return part(facts.dbSystem) + ".query";
    }
    boolean call = kind != SpanKind.INTERNAL && kind != SpanKind.UNSPECIFIED;
    if (call && !facts.messagingSystem.isEmpty() && !facts.messagingOperation.isEmpty()) {
      return part(facts.messagingSystem) + "." + part(facts.messagingOperation);
    }
    if (!facts.rpcSystem.isEmpty() && (client || server)) {
      return rpc(client, facts);
    }
    if (client && !facts.faasProvider.isEmpty() && !facts.faasName.isEmpty()) {
      return part(facts.faasProvider) + "." + part(facts.faasName) + ".invoke";
    }
    if (server && !facts.faasTrigger.isEmpty()) {
      return part(facts.faasTrigger) + ".invoke";
    }
    if (!facts.graphqlType.isEmpty()) {
      return "graphql.server.request";
    }
    if (client || server) {
      String request = server ? "server.request" : "client.request";
      return facts.protocolName.isEmpty() ? request : part(facts.protocolName) + "." + request;
    }
    return switch (kind) {
      case PRODUCER -> "Producer";
      case CONSUMER -> "Consumer";
      default -> "Internal";
    };
  }

  private static String rpc(boolean client, CallFacts facts) {
    if (client && facts.rpcSystem.equals("aws-api")) {
      String service = facts.rpcService.isEmpty() ? "client" : part(facts.rpcService);
      return "aws." + service + ".request";
    }
    return part(facts.rpcSystem) + (client ? ".client.request" : ".server.request");
  }

  private static String part(String value) {
    return NormalForms.tagValue(value);
  }

  private String fill(Span span, CallFacts facts, String service) {
    String template = policy.template();
    StringBuilder name = new StringBuilder();
    int from = 0;
    while (from < template.length()) {
      int open = template.indexOf('{', from);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return name.append(template, from, template.length()).toString();
      }
      name.append(template, from, open);
      String key = template.substring(open + 1, close);
      switch (key) {
        case "kind" -> name.append(span.kind().name().toLowerCase(Locale.ROOT));
        case "service" -> name.append(service);
        case "otel_v2" -> name.append(otelV2(span.kind(), facts));
        default -> name.append(new Lookup(key).in(span.attributes()));
      }
      from = close + 1;
    }
    return name.toString();
  }

  /** The value of one attribute as text, if it is a scalar; an absent one is empty. */
  private static final class Lookup implements AttributeVisitor {
    private final String wanted;
    private String found = "";

    Lookup(String wanted) {
      this.wanted = wanted;
    }

    String in(Attributes attributes) {
      attributes.forEach(this);
      return found;
    }

    @Override
    public void stringValue(String key, String value) {
      if (key.equals(wanted)) {
        found = value;
      }
    }

    @Override
    public void booleanValue(String key, boolean value) {
      stringValue(key, Boolean.toString(value));
    }

    @Override
    public void longValue(String key, long value) {
      stringValue(key, Long.toString(value));
    }

    @Override
    public void doubleValue(String key, double value) {
      stringValue(key, Double.toString(value));
    }

    @Override
    public void bytesValue(String key, byte[] value) {}

    @Override
    public void listValue(String key, AttributeList value) {}

    @Override
    public void mapValue(String key, Attributes value) {}

    @Override
    public void emptyValue(String key) {}
  }
}
