package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.UpstreamCluster;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out from evidence who produced spans: the one place that knows which evidence goes before
 * which. Immutable.
 */
final class Producers {
  /** What Istio calls a cluster that nobody gave a name. */
  private static final String UNNAMED_CLUSTER = "Kubernetes";

  /** The revision of pods without such a label: less than any other says. */
  private static final String LATEST = "latest";

  private final boolean proxyNode;
  private final boolean istioTags;
  private final boolean serviceName;
  private final boolean podDirectory;
  private final String clusterName;
  private final PodDirectory pods;

  Producers(Set<RuleId> rules, String clusterName, PodDirectory pods) {
    this.proxyNode = rules.contains(RuleId.PROXY_NODE);
    this.istioTags = rules.contains(RuleId.ISTIO_TAGS);
    this.serviceName = rules.contains(RuleId.SERVICE_NAME);
    this.podDirectory = rules.contains(RuleId.POD_DIRECTORY);
    this.clusterName = clusterName;
    this.pods = pods;
  }

  /**
   * The producer.
   *
   * @param node which proxy reported the spans; null if none did
   */
  Producer of(Stated stated, Evidence evidence, @Nullable NodeId node) {
    Additions additions = new Additions(stated.resource());
    if (node != null && node.type().standsForOthers()) {
      standIn(additions, stated, evidence, node);
    } else {
      itself(additions, stated, evidence, proxyNode ? node : null);
    }
    return additions.producer();
  }

  /** An application, or a proxy of its own pod. */
  private void itself(
      Additions additions, Stated stated, Evidence evidence, @Nullable NodeId node) {
    String tagged = istioTags ? evidence.namespace : "";
    String noded = node == null ? "" : node.namespace();
    String certified = istioTags ? evidence.certifiedNamespace : "";
    String namespace = first(stated.namespace(), first(tagged, first(noded, certified)));
    String podName = first(stated.pod(), node == null ? "" : node.pod());
    @Nullable Pod pod = pod(additions, evidence, namespace, podName);
    namespace = first(namespace, pod == null ? "" : pod.namespace());
    String container = container(stated, node, pod);
    if (node != null) {
      proxy(additions, node, namespace, podName, container);
      additions.fill(RuleId.PROXY_NODE, OtelKeys.CLOUD_AVAILABILITY_ZONE, evidence.zone);
    }
    if (istioTags) {
      additions.fill(RuleId.ISTIO_TAGS, OtelKeys.K8S_NAMESPACE_NAME, first(tagged, certified));
      revision(additions, evidence.canonicalRevision);
      mesh(additions, evidence.mesh, evidence.cluster);
    }
    if (serviceName && !evidence.namesService && !stated.named()) {
      String split = ServiceName.without(namespace, stated.service());
      split = split.length() < stated.service().length() ? split : without(tagged, noded, split);
      String name =
          ServiceName.isWeak(split) ? guess(split, stated, evidence, podName, pod) : split;
      name(additions, stated, name, namespace);
    }
    if (pod != null) {
      directory(additions, stated, pod, podName, container);
    }
    last(additions, stated, evidence.canonicalRevision);
  }

  /** A proxy of others: it must not be taken for the service that it stands for. */
  private void standIn(Additions additions, Stated stated, Evidence evidence, NodeId node) {
    if (proxyNode) {
      additions.fill(RuleId.PROXY_NODE, IstioKeys.PROXY_TYPE, node.type().text());
      additions.fill(RuleId.PROXY_NODE, IstioKeys.PROXY_POD, node.pod());
      additions.fill(RuleId.PROXY_NODE, IstioKeys.PROXY_NAMESPACE, node.namespace());
      additions.fill(RuleId.PROXY_NODE, IstioKeys.PROXY_IP, node.ip());
    }
    String service = istioTags ? evidence.otherService : "";
    String namespace = istioTags ? evidence.otherNamespace : "";
    String revision = evidence.otherRevision;
    @Nullable UpstreamCluster cluster =
        service.isEmpty() ? UpstreamCluster.parse(evidence.upstreamCluster) : null;
    if (cluster != null && isInMesh(cluster.host())) {
      int dot = cluster.host().indexOf('.');
      service = cluster.host().substring(0, dot);
      namespace = cluster.host().substring(dot + 1, cluster.host().indexOf('.', dot + 1));
    }
    if (service.isEmpty()) {
      // Nothing but its own name: better than the name of nobody.
      namespace = first(istioTags ? evidence.namespace : "", node.namespace());
      String split = ServiceName.without(namespace, stated.service());
      service =
          ServiceName.isWeak(split) ? guess(split, stated, evidence, node.pod(), null) : split;
      revision = evidence.canonicalRevision;
    }
    if (istioTags) {
      revision(additions, revision);
      mesh(additions, evidence.mesh, first(evidence.otherCluster, evidence.cluster));
    }
    if (serviceName && !evidence.namesService && !stated.named()) {
      name(additions, stated, service, namespace);
      additions.fill(RuleId.SERVICE_NAME, OtelKeys.K8S_NAMESPACE_NAME, namespace);
    }
    last(additions, stated, revision);
  }

  /** By name; by address only where there is no name. */
  private @Nullable Pod pod(
      Additions additions, Evidence evidence, String namespace, String podName) {
    if (!podDirectory) {
      return null;
    }
    if (namespace.isEmpty() || podName.isEmpty()) {
      return evidence.pod;
    }
    @Nullable Pod pod = pods.byName(namespace, podName);
    additions.asked(namespace, podName, pod);
    return pod;
  }

  /** Whether the directory still says what it said then. */
  @SuppressWarnings("ReferenceEquality") // a directory hands out the same pod while it is the same
  boolean holds(Producer producer) {
    return producer.podName().isEmpty()
        || pods.byName(producer.podNamespace(), producer.podName()) == producer.pod();
  }

  private static String container(Stated stated, @Nullable NodeId node, @Nullable Pod pod) {
    String said = stated.resource().attributes().string(OtelKeys.K8S_CONTAINER_NAME);
    if (said.isEmpty() && node != null && node.type() != NodeId.Type.AGENTGATEWAY) {
      return Workloads.PROXY_CONTAINER;
    }
    return said.isEmpty() && pod != null ? Workloads.application(pod) : said;
  }

  private static void proxy(
      Additions additions, NodeId node, String namespace, String podName, String container) {
    RuleId rule = RuleId.PROXY_NODE;
    additions.fill(rule, IstioKeys.PROXY_TYPE, node.type().text());
    additions.fill(rule, OtelKeys.K8S_NAMESPACE_NAME, namespace);
    if (!node.pod().isEmpty()) { // else a machine outside the cluster
      additions.fill(rule, OtelKeys.K8S_POD_NAME, node.pod());
      additions.fill(rule, OtelKeys.K8S_POD_IP, node.ip());
      additions.fill(rule, OtelKeys.K8S_CONTAINER_NAME, container);
    }
    instance(additions, rule, namespace, podName, container);
  }

  /** As the conventions for Kubernetes have it. */
  private static void instance(
      Additions additions, RuleId rule, String namespace, String podName, String container) {
    if (!namespace.isEmpty() && !podName.isEmpty() && !container.isEmpty()) {
      additions.fill(
          rule, OtelKeys.SERVICE_INSTANCE_ID, namespace + "." + podName + "." + container);
    }
  }

  private static void revision(Additions additions, String revision) {
    if (!revision.equals(LATEST)) {
      additions.fill(RuleId.ISTIO_TAGS, OtelKeys.SERVICE_VERSION, revision);
    }
  }

  private static void mesh(Additions additions, String mesh, String cluster) {
    additions.fill(RuleId.ISTIO_TAGS, IstioKeys.MESH, mesh);
    if (!cluster.equals(UNNAMED_CLUSTER)) {
      additions.fill(RuleId.ISTIO_TAGS, OtelKeys.K8S_CLUSTER_NAME, cluster);
    }
  }

  private static String without(String tagged, String noded, String name) {
    String split = ServiceName.without(tagged, name);
    return split.length() < name.length() ? split : ServiceName.without(noded, name);
  }

  /** The best name for a service that came without a real one. */
  private String guess(
      String weak, Stated stated, Evidence evidence, String podName, @Nullable Pod pod) {
    String name = istioTags ? evidence.canonicalService : "";
    name = first(name, Workloads.name(stated.resource().attributes()));
    name = first(name, WorkloadName.ofPod(podName));
    if (name.isEmpty() && pod != null) {
      name = first(Workloads.name(pod.attributes()), WorkloadName.ofPod(pod.name()));
    }
    name = first(name, inboundHost(evidence.upstreamCluster));
    return first(name, ServiceName.isNobody(weak) ? ServiceName.UNKNOWN : weak);
  }

  private static String inboundHost(String upstreamCluster) {
    @Nullable UpstreamCluster cluster = UpstreamCluster.parse(upstreamCluster);
    return cluster != null && cluster.isInbound() && isInMesh(cluster.host())
        ? cluster.host().substring(0, cluster.host().indexOf('.'))
        : "";
  }

  /** {@code service.namespace.svc…}. */
  private static boolean isInMesh(String host) {
    int dot = host.indexOf('.');
    int second = host.indexOf('.', dot + 1);
    return dot > 0
        && second > dot + 1
        && host.startsWith("svc", second + 1)
        && (host.length() == second + 4 || host.charAt(second + 4) == '.');
  }

  private static void name(Additions additions, Stated stated, String name, String namespace) {
    if (!name.equals(stated.service())) {
      additions.rename(name, stated.service());
    }
    additions.fill(RuleId.SERVICE_NAME, OtelKeys.SERVICE_NAMESPACE, namespace);
  }

  private static void directory(
      Additions additions, Stated stated, Pod pod, String podName, String container) {
    RuleId rule = RuleId.POD_DIRECTORY;
    additions.fillAll(rule, pod.attributes());
    additions.fill(rule, OtelKeys.K8S_CONTAINER_NAME, container);
    additions.fill(rule, OtelKeys.CONTAINER_ID, pod.containerIds().getOrDefault(container, ""));
    String node = pod.attributes().string(OtelKeys.K8S_NODE_NAME);
    String statedNode = stated.resource().attributes().string(OtelKeys.K8S_NODE_NAME);
    additions.fill(rule, OtelKeys.HOST_NAME, first(statedNode, node));
    instance(additions, rule, pod.namespace(), first(podName, pod.name()), container);
  }

  /** What counts only where nothing else does. */
  private void last(Additions additions, Stated stated, String revision) {
    if (!istioTags) {
      return;
    }
    additions.fill(RuleId.ISTIO_TAGS, OtelKeys.SERVICE_VERSION, revision);
    String cluster = stated.resource().attributes().string(OtelKeys.K8S_CLUSTER_NAME);
    if (cluster.equals(UNNAMED_CLUSTER)
        && !clusterName.isEmpty()
        && !clusterName.equals(UNNAMED_CLUSTER)) {
      additions.replace(RuleId.ISTIO_TAGS, OtelKeys.K8S_CLUSTER_NAME, clusterName);
    }
    additions.fill(RuleId.ISTIO_TAGS, OtelKeys.K8S_CLUSTER_NAME, clusterName);
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
