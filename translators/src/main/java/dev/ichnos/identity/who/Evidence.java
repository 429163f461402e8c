package dev.ichnos.identity.who;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyPlaces;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one span says of who produced it, beside its resource; absent texts are empty. Equal
 * evidence on the same resource makes the same producer.
 *
 * <p>Read again for every span of a batch; not thread-safe.
 */
final class Evidence {
  private static final Clue[] CLUES = Clue.values();
  private static final KeyPlaces PLACES = new KeyPlaces(Evidence::meaning);

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
    KeyPlaces.Order order = PLACES.of(attributes);
    for (int i = 0; i < order.count(); i++) {
      String value = attributes.textAt(order.place(i));
      if (!value.isEmpty()) {
        read(CLUES[order.meaning(i)], value);
      }
    }
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

  @SuppressWarnings("EnumOrdinal") // a number is what a key means
  private static int meaning(String key) {
    @Nullable Clue clue = Clue.of(key);
    return clue == null ? KeyPlaces.NOTHING : clue.ordinal();
  }

  private void read(Clue clue, String value) {
    switch (clue) {
      case NODE_ID -> nodeId = value;
      case ZONE -> zone = value;
      case UPSTREAM_CLUSTER -> upstreamCluster = value;
      case CANONICAL_SERVICE -> canonicalService = known(value);
      case CANONICAL_REVISION -> canonicalRevision = known(value);
      case NAMESPACE -> namespace = known(value);
      case MESH -> mesh = known(value);
      case CLUSTER -> cluster = known(value);
      case DESTINATION_SERVICE -> otherService = known(value);
      case DESTINATION_REVISION -> otherRevision = known(value);
      case DESTINATION_NAMESPACE -> otherNamespace = known(value);
      case DESTINATION_CLUSTER -> otherCluster = known(value);
      case SOURCE_SERVICE -> sourceService = known(value);
      case SOURCE_REVISION -> sourceRevision = known(value);
      case SOURCE_NAMESPACE -> sourceNamespace = known(value);
      case SOURCE_CLUSTER -> sourceCluster = known(value);
      case LOCAL_ADDRESS -> localAddress = value;
      case CERTIFICATE -> certifiedNamespace = ForwardedCert.by(value);
      case SERVICE_NAME -> namesService = true;
    }
  }

  /** Istio writes a word for what it does not know. */
  private static String known(String value) {
    return value.equals("unknown") || value.equals("-") ? "" : value;
  }

  /** Characters of all texts that are compared: what a sender makes us keep. */
  int length() {
    return nodeId.length()
        + zone.length()
        + canonicalService.length()
        + canonicalRevision.length()
        + namespace.length()
        + mesh.length()
        + cluster.length()
        + otherService.length()
        + otherRevision.length()
        + otherNamespace.length()
        + otherCluster.length()
        + upstreamCluster.length()
        + certifiedNamespace.length();
  }

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
