package dev.ichnos.identity.who;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.redaction.RedactionSettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of who, by their way through {@link Identity}, on spans of a few words. */
final class WhoFixture {
  static final Set<RuleId> RULES =
      EnumSet.of(RuleId.PROXY_NODE, RuleId.ISTIO_TAGS, RuleId.SERVICE_NAME, RuleId.POD_DIRECTORY);

  static final String SIDECAR =
      "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~default.svc.cluster.local";
  static final String WAYPOINT =
      "waypoint~10.4.2.9~waypoint-6c8f9d7b54-qx7tz.default~default.svc.cluster.local";

  final Map<String, Integer> counts = new LinkedHashMap<>();
  PodDirectory pods = PodDirectory.NONE;
  Set<RuleId> rules = RULES;
  String clusterName = "";
  SelfSettings self = SelfSettings.defaults();
  Origin origin = SpanFixtures.ORIGIN;

  List<Span> apply(Span... spans) {
    return apply(identity(), spans);
  }

  Identity identity() {
    IdentitySettings settings =
        new IdentitySettings(
            rules,
            RedactionSettings.defaults(),
            self,
            clusterName,
            EnvoySettings.defaults(),
            Map.of());
    return new Identity(settings, pods);
  }

  /** By rules that may have seen other messages. */
  List<Span> apply(Identity identity, Span... spans) {
    return identity.apply(new SpanBatch(List.of(spans), origin), counts::put).spans();
  }

  Resource of(Span span) {
    return apply(span).get(0).resource();
  }

  /** The resource's attribute after the rules; empty when absent. */
  String of(Span span, String key) {
    return of(span).attributes().string(key);
  }

  void peer(String peer, String... metadata) {
    origin = new Origin("test", SpanFixtures.TEST_FORMAT, peer, SpanFixtures.START, map(metadata));
  }

  /** A SERVER span with these attributes, {@code key, value, …}, of this service. */
  static Span span(String service, String... attributes) {
    return on(service.isEmpty() ? Resource.EMPTY : SpanFixtures.service(service), attributes);
  }

  static Span on(Resource resource, String... attributes) {
    return Span.builder()
        .traceId(1, 2)
        .spanId(3)
        .name("test")
        .kind(SpanKind.SERVER)
        .startEpochNanos(SpanFixtures.START)
        .endEpochNanos(SpanFixtures.START + 1)
        .attributes(attributes(attributes))
        .resource(resource)
        .build();
  }

  static Resource resource(String... pairs) {
    return Resource.of(attributes(pairs));
  }

  static Attributes attributes(String... pairs) {
    Attributes.Builder builder = Attributes.builder();
    map(pairs).forEach(builder::put);
    return builder.build();
  }

  static Map<String, String> map(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
