package dev.ichnos.identity.context;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.context.ContextSettings.Mode;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.redaction.RedactionSettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.identity.who.SelfSettings;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Identity with the rules on ids and contexts, and nothing else, on spans of one format. */
final class ContextRun {
  static final String CLOUD = "x-cloud-trace-context";
  static final String ZIPKIN = "ZIPKIN_V2_JSON";

  private static final Set<RuleId> RULES = rules();

  final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Identity identity;
  private final Origin origin;

  private ContextRun(Set<RuleId> rules, ContextSettings settings, String format) {
    this.identity = identity(rules, Map.of("test", settings));
    this.origin = new Origin("test", format(format), "10.0.0.9", SpanFixtures.START, Map.of());
  }

  static ContextRun annotate(String format) {
    return of(ContextSettings.defaults(), format);
  }

  /** Without the links that the mode makes as well. */
  static ContextRun rewrite(String family, String format) {
    Set<RuleId> rules = new HashSet<>(RULES);
    rules.remove(RuleId.CAPTURED_CONTEXT);
    return new ContextRun(
        rules, new ContextSettings(Mode.REWRITE_HEADER, family, Set.of()), format);
  }

  static ContextRun untrusted(String... gateways) {
    return of(new ContextSettings(Mode.OFF, CLOUD, Set.of(gateways)), ZIPKIN);
  }

  static ContextRun of(ContextSettings settings, String format) {
    return new ContextRun(RULES, settings, format);
  }

  static Identity identity(Set<RuleId> rules, Map<String, ContextSettings> contexts) {
    return new Identity(
        new IdentitySettings(
            rules,
            RedactionSettings.defaults(),
            SelfSettings.defaults(),
            "",
            EnvoySettings.defaults(),
            contexts),
        PodDirectory.NONE);
  }

  static Format format(String name) {
    return new Format(name, "application/x-test");
  }

  /** The span with one more attribute, a captured header. */
  static Span with(Span span, String header, String value) {
    return with(span, Map.of(header, value));
  }

  static Span with(Span span, Map<String, String> headers) {
    Attributes.Builder attributes = span.attributes().toBuilder();
    headers.forEach(attributes::put);
    return span.toBuilder().attributes(attributes.build()).build();
  }

  List<Span> all(List<Span> spans) {
    return identity.apply(new SpanBatch(spans, origin), counts::put).spans();
  }

  Span only(Span span) {
    return all(List.of(span)).get(0);
  }

  private static Set<RuleId> rules() {
    EnumSet<RuleId> rules =
        EnumSet.of(RuleId.TRUST_PARENT, RuleId.CAPTURED_CONTEXT, RuleId.TRACE_ID_FROM_HEADER);
    rules.addAll(RuleId.IDS_AND_TIMES);
    return rules;
  }
}
