package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says on a span's resource who produced it: {@link RuleId#PROXY_NODE}, {@link RuleId#ISTIO_TAGS},
 * {@link RuleId#SERVICE_NAME} and {@link RuleId#POD_DIRECTORY}, which share one reading of the
 * span. What the sender's own resource states is kept.
 *
 * <p>The spans of a batch that carry the same evidence share one resource, so that encoders group
 * them.
 */
public final class WhoRules implements SpanRule {
  /**
   * More producers than this in one message, and earlier ones are worked out again: bounds what a
   * sender can make us compare.
   */
  private static final int MOST_REMEMBERED = 256;

  private final Producers producers;
  private final @Nullable PodDirectory pods;

  /**
   * These rules.
   *
   * @param rules those that are switched on; others than the four do not matter
   * @param clusterName {@code k8s.cluster.name} of spans without one; empty to leave it
   * @param pods what is known of the cluster's pods
   */
  public WhoRules(Set<RuleId> rules, String clusterName, PodDirectory pods) {
    Objects.requireNonNull(pods, "pods");
    producers = new Producers(rules, Objects.requireNonNull(clusterName, "clusterName"), pods);
    this.pods = rules.contains(RuleId.POD_DIRECTORY) && pods != PodDirectory.NONE ? pods : null;
  }

  /** Whether any of the four is among them. */
  public static boolean areIn(Set<RuleId> rules) {
    return rules.contains(RuleId.PROXY_NODE)
        || rules.contains(RuleId.ISTIO_TAGS)
        || rules.contains(RuleId.SERVICE_NAME)
        || rules.contains(RuleId.POD_DIRECTORY);
  }

  @Override
  public Pass begin(Origin origin, Changes changes) {
    @Nullable PodLookup lookup = pods == null ? null : new PodLookup(pods, origin);
    return new Reading(producers, lookup, changes);
  }

  /** The rules at work on one batch. */
  private static final class Reading implements Pass {
    private final Producers producers;
    private final @Nullable PodLookup lookup;
    private final Changes changes;
    private final Evidence evidence = new Evidence();
    private @Nullable Map<Known, Producer> known;
    private Stated stated = Stated.of(Resource.EMPTY);
    private String nodeText = "";
    private @Nullable NodeId node;
    private @Nullable Known last;
    private @Nullable Producer lastProducer;

    Reading(Producers producers, @Nullable PodLookup lookup, Changes changes) {
      this.producers = producers;
      this.lookup = lookup;
      this.changes = changes;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
    public Span apply(Span span) {
      if (span.resource() != stated.resource()) {
        stated = Stated.of(span.resource());
      }
      read(span);
      Producer producer = producer();
      if (producer.resource() == span.resource()) {
        return span;
      }
      Additions.count(producer.rules(), changes);
      return span.withResource(producer.resource());
    }

    private void read(Span span) {
      evidence.read(span.attributes());
      if (evidence.nodeId.isEmpty()) {
        evidence.nodeId = stated.nodeId();
      }
      if (!evidence.nodeId.equals(nodeText)) {
        nodeText = evidence.nodeId;
        node = NodeId.parse(nodeText);
      }
      NodeId.@Nullable Type type = node == null ? null : node.type();
      boolean standsForOthers = type != null && type.standsForOthers();
      if (!standsForOthers) {
        evidence.standsForItself();
      } else if (type == NodeId.Type.ZTUNNEL && span.kind() == SpanKind.CLIENT) {
        evidence.standsForSource();
      }
      if (!standsForOthers && !stated.mayBeWeak()) {
        evidence.upstreamCluster = "";
      }
      if (span.kind() != SpanKind.SERVER) {
        evidence.certifiedNamespace = "";
      }
      if (lookup != null && !standsForOthers) {
        evidence.pod = lookup.byAddress(span, stated, evidence, node);
      }
    }

    @SuppressWarnings("ReferenceEquality")
    private Producer producer() {
      if (last != null
          && lastProducer != null
          && last.resource == stated.resource()
          && last.evidence.equals(evidence)) {
        return lastProducer;
      }
      Known key = new Known(stated.resource(), evidence.copy());
      @Nullable Producer producer = recall(key);
      if (producer == null) {
        producer = producers.of(stated, evidence, node);
        remember(key, producer);
      }
      last = key;
      lastProducer = producer;
      return producer;
    }

    private @Nullable Producer recall(Known key) {
      return known == null ? null : known.get(key);
    }

    /** Most messages are of one producer, whom {@link #last} remembers. */
    private void remember(Known key, Producer producer) {
      if (last == null || lastProducer == null) {
        return;
      }
      if (known == null) {
        known = new HashMap<>();
        known.put(last, lastProducer);
      }
      if (known.size() >= MOST_REMEMBERED) {
        known.clear();
      }
      known.put(key, producer);
    }
  }

  /** Evidence on a resource; resources compare by identity. */
  private static final class Known {
    final Resource resource;
    final Evidence evidence;

    Known(Resource resource, Evidence evidence) {
      this.resource = resource;
      this.evidence = evidence;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object o) {
      return o instanceof Known that && resource == that.resource && evidence.equals(that.evidence);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(resource) + evidence.hashCode();
    }
  }
}
