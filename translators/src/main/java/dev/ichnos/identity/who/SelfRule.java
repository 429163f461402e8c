package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out spans about Ichnos itself ({@link RuleId#SELF}): those of its own pods, whose sidecars
 * trace what it takes and what it sends, and those of others that sent it spans. Else every message
 * of spans would make spans that make messages.
 *
 * <p>A span of another pod is Ichnos's only if the request went to a host of its own <em>and</em>
 * to a path by which traces come in. By neither alone: users have services with such paths, and
 * reach Ichnos's page through the mesh.
 */
public final class SelfRule implements SpanRule {
  private final OwnPods pods;
  private final OwnHosts hosts;

  /** By what Ichnos knows spans about itself. */
  public SelfRule(SelfSettings settings) {
    pods = new OwnPods(settings);
    hosts = new OwnHosts(settings);
  }

  @Override
  public Pass begin(Origin origin, Changes changes) {
    return new Reading(pods, hosts, changes);
  }

  /** The rule at work on one batch. */
  private static final class Reading implements Pass {
    private final OwnPods pods;
    private final OwnHosts hosts;
    private final Changes changes;
    private final Request request = new Request();
    private String nodeText = "";
    private boolean nodeIsOwn;
    private Resource resource = Resource.EMPTY;
    private boolean resourceIsOwn;

    Reading(OwnPods pods, OwnHosts hosts, Changes changes) {
      this.pods = pods;
      this.hosts = hosts;
      this.changes = changes;
    }

    @Override
    public @Nullable Span apply(Span span) {
      request.read(span.attributes());
      if (isOfOwnPod(span) || isToOwnHost()) {
        changes.changed(RuleId.SELF);
        return null;
      }
      return span;
    }

    @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
    private boolean isOfOwnPod(Span span) {
      if (!request.nodeId.isEmpty()) {
        if (!request.nodeId.equals(nodeText)) {
          nodeText = request.nodeId;
          nodeIsOwn = pods.isOwn(NodeId.parse(nodeText));
        }
        return nodeIsOwn;
      }
      if (span.resource() != resource) {
        resource = span.resource();
        resourceIsOwn = isOwn(resource.attributes());
      }
      return resourceIsOwn || pods.isOwnAddress(resource.attributes(), request.localAddress);
    }

    private boolean isOwn(Attributes attributes) {
      return pods.isOwn(NodeId.parse(attributes.string(EnvoyKeys.NODE_ID)))
          || pods.isOwn(NodeId.parse(attributes.string(OtelKeys.SERVICE_INSTANCE_ID)))
          || pods.isOwn(
              attributes.string(OtelKeys.K8S_NAMESPACE_NAME),
              attributes.string(OtelKeys.K8S_POD_NAME));
    }

    private boolean isToOwnHost() {
      return request.hasTracePath()
          && (hosts.isOwnCluster(request.upstreamCluster)
              || hosts.isOwnUrl(request.url)
              || hosts.isOwn(request.serverAddress)
              || hosts.isOwn(request.grpcAuthority));
    }
  }
}
