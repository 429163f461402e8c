package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the rules add to one resource. What its sender states stays; of two rules the first to fill
 * an attribute has it.
 */
final class Additions {
  private static final List<RuleId> RULES =
      List.of(RuleId.PROXY_NODE, RuleId.ISTIO_TAGS, RuleId.SERVICE_NAME, RuleId.POD_DIRECTORY);

  /** The labels of each set of rules, a bit for each. */
  private static final List<String> LABELS = labels();

  private final Resource resource;
  private final Attributes.Builder all;
  private int rules;
  private String podName = "";
  private String podNamespace = "";
  private @Nullable Pod pod;

  Additions(Resource resource) {
    this.resource = resource;
    this.all = resource.attributes().toBuilder();
  }

  /** Gives a value to an attribute that has none; an empty one is none. */
  void fill(RuleId rule, String key, String value) {
    if (all.fill(key, value)) {
      add(rule);
    }
  }

  /** Fills in each of these. */
  void fillAll(RuleId rule, Attributes values) {
    if (all.fillAll(values)) {
      add(rule);
    }
  }

  /** Gives another value to an attribute, whatever it was. */
  void replace(RuleId rule, String key, String value) {
    all.put(key, value);
    add(rule);
  }

  /** Names the service, and keeps the name that came. */
  void rename(String name, String came) {
    replace(RuleId.SERVICE_NAME, OtelKeys.SERVICE_NAME, name);
    all.put(IchnosKeys.ORIGINAL_SERVICE_NAME, came);
  }

  /** Notes what the directory said of the pod of this name, on which all may depend. */
  void asked(String namespace, String name, @Nullable Pod said) {
    podNamespace = namespace;
    podName = name;
    pod = said;
  }

  /** The resource with what was added; the same instance if that is nothing. */
  Producer producer() {
    if (rules == 0) {
      return new Producer(resource, 0, podName, podNamespace, pod);
    }
    all.fill(IchnosKeys.RESOURCE_RULES, LABELS.get(rules));
    return new Producer(resource.withAttributes(all.build()), rules, podName, podNamespace, pod);
  }

  /** Counts a span for each of these rules. */
  static void count(int rules, Changes changes) {
    for (int i = 0; i < RULES.size(); i++) {
      if ((rules & 1 << i) != 0) {
        changes.changed(RULES.get(i));
      }
    }
  }

  private void add(RuleId rule) {
    rules |= 1 << RULES.indexOf(rule);
  }

  private static List<String> labels() {
    String[] labels = new String[1 << RULES.size()];
    for (int rules = 0; rules < labels.length; rules++) {
      StringJoiner each = new StringJoiner(",");
      for (int i = 0; i < RULES.size(); i++) {
        if ((rules & 1 << i) != 0) {
          each.add(RULES.get(i).label());
        }
      }
      labels[rules] = each.toString();
    }
    return List.of(labels);
  }
}
