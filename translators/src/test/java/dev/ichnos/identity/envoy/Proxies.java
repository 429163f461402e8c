package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Spans of proxies for tests, and how the rules read them. */
final class Proxies {
  static final String SIDECAR =
      "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.shop~shop.svc.cluster.local";
  static final String ROUTER =
      "router~10.4.0.5~gateway-7c9b5d6f8-q4w2z.istio-system~istio-system.svc.cluster.local";
  static final String WAYPOINT =
      "waypoint~10.4.0.8~waypoint-5f6d7c8b9-x2k4m.shop~shop.svc.cluster.local";
  static final String OUTBOUND = "outbound|9080||reviews.shop.svc.cluster.local";
  static final String INBOUND = "inbound|9080||";

  private Proxies() {}

  /** A span of this kind and name. */
  static Span span(SpanKind kind, String name, Attributes attributes) {
    return SpanFixtures.CLIENT.toBuilder().kind(kind).name(name).attributes(attributes).build();
  }

  /** A sidecar's span that asks. */
  static Span asking(String... tags) {
    return span(SpanKind.CLIENT, "egress reviews", tags(SIDECAR, OUTBOUND, tags));
  }

  /** A sidecar's span that answers. */
  static Span answering(String... tags) {
    return span(SpanKind.SERVER, "ingress", tags(SIDECAR, INBOUND, tags));
  }

  /** Tags of a proxy: those, and keys each followed by its value. */
  static Attributes tags(String node, String cluster, String... tags) {
    Attributes.Builder attributes = Attributes.builder().put("component", "proxy");
    if (!node.isEmpty()) {
      attributes.put("node_id", node);
    }
    if (!cluster.isEmpty()) {
      attributes.put("upstream_cluster", cluster);
    }
    for (int i = 0; i < tags.length; i += 2) {
      attributes.put(tags[i], tags[i + 1]);
    }
    return attributes.build();
  }

  /** As all rules read the span by default. */
  static Span read(Span span) {
    return read(EnvoySettings.defaults(), EnvoyMeaning.RULES, span);
  }

  /** As these rules read the span, which they must leave as it is the second time. */
  static Span read(EnvoySettings settings, Set<RuleId> rules, Span span) {
    SpanRule rule = new EnvoyMeaning(settings, rules);
    Span once = apply(rule, span);
    Span twice = apply(rule, once);
    if (once != twice) {
      throw new AssertionError("not idempotent:\n" + lines(once) + "\n" + lines(twice));
    }
    return once;
  }

  private static Span apply(SpanRule rule, Span span) {
    return Objects.requireNonNull(rule.begin(SpanFixtures.ORIGIN, new Changes()).apply(span));
  }

  /** What the span says, one entry for each thing. */
  static Map<String, String> lines(Span span) {
    return SpanText.of(span);
  }

  /** Settings with this policy alone. */
  static EnvoySettings in(Semconv semconv) {
    return new EnvoySettings(semconv, List.of(), false);
  }
}
