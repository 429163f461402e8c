package dev.ichnos.identity.who;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one span says of who produced it, beside its resource; absent texts are empty. Equal
 * evidence on the same resource makes the same producer.
 *
 * <p>Read again for every span of a batch; not thread-safe.
 */
final class Evidence implements AttributeVisitor {
  private static final String FORWARDED_CERT = "x-forwarded-client-cert";
  private static final String FORWARDED_CERT_HEADER = OtelKeys.HTTP_REQUEST_HEADER + FORWARDED_CERT;

  String nodeId = "";
  String zone = "";
  String canonicalService = "";
  String canonicalRevision = "";
  String namespace = "";
  String mesh = "";
  String cluster = "";

  /** For whom a proxy stands that stands for others. */
  String otherService = "";

  String otherRevision = "";
  String otherNamespace = "";
  String otherCluster = "";

  /** Where the request went; only if the service's name may depend on it. */
  String upstreamCluster = "";

  /** Whether the span itself names its service. */
  boolean namesService;

  /** The pod by its address; null if it is not known, or there is better evidence. */
  @Nullable Pod pod;

  /**
   * The namespace of the called side, by the certificate that it accepted a call with: the span's
   * own, if it is the side that answers.
   */
  String certifiedNamespace = "";

  /** Where the span was made; not compared, since it only matters for {@link #pod}. */
  String localAddress = "";

  private String sourceService = "";
  private String sourceRevision = "";
  private String sourceNamespace = "";
  private String sourceCluster = "";
  private boolean inCertHeader;

  /** Reads the attributes of another span. */
  void read(Attributes attributes) {
    nodeId = "";
    zone = "";
    canonicalService = "";
    canonicalRevision = "";
    namespace = "";
    mesh = "";
    cluster = "";
    otherService = "";
    otherRevision = "";
    otherNamespace = "";
    otherCluster = "";
    upstreamCluster = "";
    namesService = false;
    pod = null;
    localAddress = "";
    certifiedNamespace = "";
    sourceService = "";
    sourceRevision = "";
    sourceNamespace = "";
    sourceCluster = "";
    attributes.forEach(this);
  }

  /** The caller is whom the proxy stands for, not the called one. */
  void standsForSource() {
    otherService = sourceService;
    otherRevision = sourceRevision;
    otherNamespace = sourceNamespace;
    otherCluster = sourceCluster;
  }

  /** The proxy stands for itself: whom it calls does not matter. */
  void standsForItself() {
    otherService = "";
    otherRevision = "";
    otherNamespace = "";
    otherCluster = "";
  }

  Evidence copy() {
    Evidence copy = new Evidence();
    copy.nodeId = nodeId;
    copy.zone = zone;
    copy.canonicalService = canonicalService;
    copy.canonicalRevision = canonicalRevision;
    copy.namespace = namespace;
    copy.mesh = mesh;
    copy.cluster = cluster;
    copy.otherService = otherService;
    copy.otherRevision = otherRevision;
    copy.otherNamespace = otherNamespace;
    copy.otherCluster = otherCluster;
    copy.upstreamCluster = upstreamCluster;
    copy.certifiedNamespace = certifiedNamespace;
    copy.namesService = namesService;
    copy.pod = pod;
    return copy;
  }

  @Override
  public void stringValue(String key, String value) {
    switch (key) {
      case EnvoyKeys.NODE_ID -> nodeId = value;
      case EnvoyKeys.ZONE -> zone = value;
      case EnvoyKeys.UPSTREAM_CLUSTER -> upstreamCluster = value;
      case IstioKeys.CANONICAL_SERVICE -> canonicalService = known(value);
      case IstioKeys.CANONICAL_REVISION -> canonicalRevision = known(value);
      case IstioKeys.NAMESPACE -> namespace = known(value);
      case IstioKeys.MESH_ID -> mesh = known(value);
      case IstioKeys.CLUSTER_ID -> cluster = known(value);
      case IstioKeys.DESTINATION_CANONICAL_SERVICE -> otherService = known(value);
      case IstioKeys.DESTINATION_CANONICAL_REVISION -> otherRevision = known(value);
      case IstioKeys.DESTINATION_NAMESPACE -> otherNamespace = known(value);
      case IstioKeys.DESTINATION_CLUSTER_ID -> otherCluster = known(value);
      case IstioKeys.SOURCE_CANONICAL_SERVICE -> sourceService = known(value);
      case IstioKeys.SOURCE_CANONICAL_REVISION -> sourceRevision = known(value);
      case IstioKeys.SOURCE_NAMESPACE -> sourceNamespace = known(value);
      case IstioKeys.SOURCE_CLUSTER_ID -> sourceCluster = known(value);
      case OtelKeys.NETWORK_LOCAL_ADDRESS -> localAddress = value;
      case FORWARDED_CERT, FORWARDED_CERT_HEADER -> certifiedNamespace = ForwardedCert.by(value);
      case "" -> certifiedNamespace = inCertHeader ? ForwardedCert.by(value) : certifiedNamespace;
      case OtelKeys.SERVICE_NAME -> namesService = !value.isEmpty();
      default -> {}
    }
  }

  /** Istio writes a word for what it does not know. */
  private static String known(String value) {
    return value.equals("unknown") || value.equals("-") ? "" : value;
  }

  @Override
  public void booleanValue(String key, boolean value) {}

  @Override
  public void longValue(String key, long value) {}

  @Override
  public void doubleValue(String key, double value) {}

  @Override
  public void bytesValue(String key, byte[] value) {}

  @Override
  public void listValue(String key, AttributeList value) {
    if (key.equals(FORWARDED_CERT_HEADER) && value.size() == 1) {
      inCertHeader = true;
      value.forEach(this);
      inCertHeader = false;
    }
  }

  @Override
  public void mapValue(String key, Attributes value) {}

  @Override
  public void emptyValue(String key) {}

  @Override
  @SuppressWarnings("ReferenceEquality") // a directory hands out the same pod
  public boolean equals(@Nullable Object o) {
    return o instanceof Evidence that
        && pod == that.pod
        && namesService == that.namesService
        && nodeId.equals(that.nodeId)
        && zone.equals(that.zone)
        && canonicalService.equals(that.canonicalService)
        && canonicalRevision.equals(that.canonicalRevision)
        && namespace.equals(that.namespace)
        && mesh.equals(that.mesh)
        && cluster.equals(that.cluster)
        && otherService.equals(that.otherService)
        && otherRevision.equals(that.otherRevision)
        && otherNamespace.equals(that.otherNamespace)
        && otherCluster.equals(that.otherCluster)
        && certifiedNamespace.equals(that.certifiedNamespace)
        && upstreamCluster.equals(that.upstreamCluster);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        nodeId,
        zone,
        canonicalService,
        canonicalRevision,
        namespace,
        mesh,
        cluster,
        otherService,
        otherRevision,
        otherNamespace,
        otherCluster,
        upstreamCluster,
        certifiedNamespace,
        pod == null ? 0 : System.identityHashCode(pod));
  }
}
