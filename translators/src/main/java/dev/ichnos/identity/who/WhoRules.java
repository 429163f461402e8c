package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says on a span's resource who produced it: {@link RuleId#PROXY_NODE}, {@link RuleId#ISTIO_TAGS},
 * {@link RuleId#SERVICE_NAME} and {@link RuleId#POD_DIRECTORY}, which share one reading of the
 * span. What the sender's own resource states is kept.
 *
 * <p>Spans that carry the same evidence on equal resources share one resource, mostly also from
 * message to message, so that encoders group them.
 */
public final class WhoRules implements SpanRule {
  private final Producers producers;
  private final KnownProducers recent = new KnownProducers();
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
  public Reading begin(Origin origin, Changes changes) {
    @Nullable PodLookup lookup = pods == null ? null : new PodLookup(pods, origin);
    return new Reading(producers, recent, lookup, changes);
  }

  /** The rules at work on one batch. */
  public static final class Reading implements Pass {
    private final Producers producers;
    private final KnownProducers recent;
    private final @Nullable PodLookup lookup;
    private final Changes changes;
    private final Evidence evidence = new Evidence();
    private Stated stated = Stated.of(Resource.EMPTY);
    private String nodeText = "";
    private @Nullable NodeId node;
    private Resource lastResource = Resource.EMPTY;
    private @Nullable Evidence last;
    private Producer lastProducer = new Producer(Resource.EMPTY, 0, "", "", null);

    private Reading(
        Producers producers, KnownProducers recent, @Nullable PodLookup lookup, Changes changes) {
      this.producers = producers;
      this.recent = recent;
      this.lookup = lookup;
      this.changes = changes;
    }

    @Override
    public Span apply(Span span) {
      return span.withResource(resource(span));
    }

    /** The resource that the span is to have; its own if there is nothing to say. */
    @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
    public Resource resource(Span span) {
      if (span.resource() != stated.resource()) {
        stated = Stated.of(span.resource());
      }
      read(span);
      Producer producer = producer();
      if (producer.rules() == 0) {
        return span.resource();
      }
      Additions.count(producer.rules(), changes);
      return producer.resource();
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

    @SuppressWarnings("ReferenceEquality") // most messages are of one producer
    private Producer producer() {
      if (last == null || lastResource != stated.resource() || !last.equals(evidence)) {
        lastResource = stated.resource();
        KnownProducers.@Nullable Known known = recent.find(lastResource, evidence);
        if (known == null || !producers.holds(known.producer())) {
          known = recent.keep(lastResource, evidence.copy(), producers.of(stated, evidence, node));
        }
        last = known.evidence();
        lastProducer = known.producer();
      }
      return lastProducer;
    }
  }
}
