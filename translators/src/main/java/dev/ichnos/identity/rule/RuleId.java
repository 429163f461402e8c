package dev.ichnos.identity.rule;

import java.util.Locale;
import java.util.Set;

/**
 * The rules of identity, in the order in which they see a span; {@link #label()} is the name of a
 * rule's switch, its metrics' label and its line in docs/formats/identity.md.
 */
public enum RuleId {
  /** Secrets are taken out before any other rule can copy them. */
  REDACTION,
  /** A span that names itself as its parent is a root span. */
  PARENT_IS_SELF,
  /** The server half of a shared Zipkin span gets an id of its own. */
  SHARED_SPAN_SPLIT,
  /** Times that the sender left out are filled in. */
  ABSENT_TIMES,
  /** Spans about Ichnos itself are left out. */
  SELF,
  /** {@code node_id} says which proxy of which pod reported the span. */
  PROXY_NODE,
  /** {@code istio.*} tags say which service, revision, namespace, mesh and cluster. */
  ISTIO_TAGS,
  /** The service has a name, and its namespace apart from it. */
  SERVICE_NAME,
  /** What the cluster knows of the pod: node, owner, containers. */
  POD_DIRECTORY,
  /** Which side of a call a proxy's span is. */
  ENVOY_KIND,
  /** Whether the request failed, and of what. */
  ENVOY_STATUS,
  /** HTTP tags in the conventions' names and types. */
  ENVOY_HTTP,
  /** Whom the proxy called, and who called it. */
  ENVOY_PEER,
  /** gRPC tags in the conventions' names and types. */
  ENVOY_GRPC,
  /** Span name and route from Istio's route decorator. */
  ENVOY_NAME,
  /** Paths in names become templates. */
  PATH_TEMPLATE,
  /** Parents from outside, at a gateway that is told not to trust them, become links. */
  TRUST_PARENT,
  /** Contexts that were captured from headers become links. */
  CAPTURED_CONTEXT,
  /** The trace id becomes the one of a captured header. */
  TRACE_ID_FROM_HEADER;

  /** Those on what the sender left of ids and times, which need no knowledge of meshes. */
  public static final Set<RuleId> IDS_AND_TIMES =
      Set.of(PARENT_IS_SELF, SHARED_SPAN_SPLIT, ABSENT_TIMES);

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower snake case; frozen once released. */
  public String label() {
    return label;
  }
}
