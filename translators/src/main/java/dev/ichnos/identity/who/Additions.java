package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.EnumSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What the rules add to one resource. What its sender states stays; of two rules the first to fill
 * an attribute has it.
 */
final class Additions {
  private final Resource resource;
  private final Attributes stated;
  private final Attributes.Builder added = Attributes.builder();
  private final Set<RuleId> rules = EnumSet.noneOf(RuleId.class);

  Additions(Resource resource) {
    this.resource = resource;
    this.stated = resource.attributes();
  }

  /** Gives a value to an attribute that has none; an empty one is none. */
  void fill(RuleId rule, String key, String value) {
    if (!value.isEmpty() && !stated.says(key) && !added.contains(key)) {
      added.put(key, value);
      rules.add(rule);
    }
  }

  /** Fills in each of these. */
  void fillAll(RuleId rule, Attributes values) {
    int before = added.size();
    added.putAllIfAbsent(values.only(key -> !stated.says(key)));
    if (added.size() > before) {
      rules.add(rule);
    }
  }

  /** Gives another value to an attribute, whatever it was. */
  void replace(RuleId rule, String key, String value) {
    added.put(key, value);
    rules.add(rule);
  }

  /** Names the service, and keeps the name that came. */
  void rename(String name, String came) {
    replace(RuleId.SERVICE_NAME, OtelKeys.SERVICE_NAME, name);
    added.put(IchnosKeys.ORIGINAL_SERVICE_NAME, came);
  }

  /** The resource with what was added; the same instance if that is nothing. */
  Producer producer() {
    if (rules.isEmpty()) {
      return new Producer(resource, Set.of());
    }
    StringJoiner labels = new StringJoiner(",");
    rules.forEach(rule -> labels.add(rule.label()));
    Attributes.Builder all = stated.toBuilder().putAll(added.build());
    all.putIfAbsent(IchnosKeys.RESOURCE_RULES, labels.toString());
    return new Producer(resource.withAttributes(all.build()), rules);
  }
}
