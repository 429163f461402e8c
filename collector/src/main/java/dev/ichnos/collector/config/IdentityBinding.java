package dev.ichnos.collector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads {@link IdentityConfig}. */
final class IdentityBinding {
  private static final IdentityConfig DEFAULTS = IdentityConfig.defaults();

  private final Section section;
  private final Set<String> ruleIds;

  /**
   * @param ruleIds the rules that {@code rules} may name; empty takes any
   */
  IdentityBinding(Section section, Set<String> ruleIds) {
    this.section = section;
    this.ruleIds = ruleIds;
  }

  IdentityConfig read() {
    Map<String, Boolean> rules = rules(section.section("rules"));
    PathsConfig paths = paths(section.section("paths"));
    RedactionConfig redaction = redaction(section.section("redaction"));
    SelfConfig self = self(section.section("self"));
    PodsConfig pods = PodsBinding.read(section.section("pods"));
    return section.bind(
        () ->
            new IdentityConfig(
                section.flag("enabled", true),
                rules,
                section.choice(
                    "semconv", DEFAULTS.semconv(), List.of(IdentityConfig.Semconv.values())),
                section.flag("marks", true),
                section.text("cluster_name"),
                paths,
                redaction,
                self,
                pods),
        DEFAULTS);
  }

  private Map<String, Boolean> rules(Section rules) {
    section.binding().known("identity.rules", "map of true or false", "");
    Map<String, Boolean> switched = new HashMap<>();
    for (YamlNode.Entry entry : rules.all()) {
      String id = entry.key();
      if (!ruleIds.isEmpty() && !ruleIds.contains(id)) {
        String nearest =
            Nearest.to(id, ruleIds)
                .map(rule -> "nearest: " + rule)
                .orElse(
                    "expected: one of " + String.join(", ", ruleIds.stream().sorted().toList()));
        rules.spoil(id, "unknown rule (" + nearest + ")");
      } else {
        rules.own(id, Section::parseFlag, "true or false").ifPresent(on -> switched.put(id, on));
      }
    }
    return switched;
  }

  private static PathsConfig paths(Section section) {
    return section.bind(
        () ->
            new PathsConfig(
                texts(section, "templates", "path", PathsConfig::template),
                section.flag("ids", false)),
        DEFAULTS.paths());
  }

  private static RedactionConfig redaction(Section section) {
    return section.bind(
        () ->
            new RedactionConfig(
                section.flag("all_query_values", false),
                texts(section, "query_keys", "name", IdentityBinding::lowerCase),
                texts(section, "attributes", "name", IdentityBinding::lowerCase)),
        DEFAULTS.redaction());
  }

  private static SelfConfig self(Section section) {
    return section.bind(
        () -> {
          List<String> services = texts(section, "services", "host", Function.identity());
          return new SelfConfig(
              section.text("namespace"),
              section.text("pod"),
              section.text("ip"),
              section.has("services") ? services : DEFAULTS.self().services());
        },
        DEFAULTS.self());
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static List<String> texts(
      Section section, String key, String type, Function<String, String> parser) {
    return section.list(key, type, parser).stream().map(Section.Item::value).toList();
  }
}
