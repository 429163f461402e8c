package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.istio.ExtensionProvider;
import dev.ichnos.istio.MeshFiles;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Four places speak of ports: the mesh's providers, the Service, the container, and collector.yaml.
 * They agree.
 */
class PortsTest {
  private static final int MAX_PORT_NAME_LENGTH = 15;

  /** Of those with one listener: their senders speak HTTP/1.1. */
  private static final Set<String> HTTP_RECEIVERS = Set.of("zipkin", "datadog");

  @Test
  void selector_findsThePods() {
    Map<String, String> podLabels =
        Base.deployment().getSpec().getTemplate().getMetadata().getLabels();

    assertThat(podLabels)
        .containsAllEntriesOf(Base.service().getSpec().getSelector())
        .containsAllEntriesOf(Base.deployment().getSpec().getSelector().getMatchLabels());
  }

  @Test
  void targetPorts_areNamesOnTheContainer() {
    assertThat(Base.service().getSpec().getPorts())
        .allSatisfy(
            p ->
                assertThat(containerPorts())
                    .containsEntry(p.getTargetPort().getStrVal(), p.getPort()));
  }

  @Test
  void service_balancesOverPods() {
    assertThat(Base.service().getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(Base.service().getSpec().getClusterIP()).as("headless when None").isNull();
  }

  @Test
  void portNames_andAppProtocol_sayTheSameProtocol() {
    assertThat(Base.service().getSpec().getPorts())
        .allSatisfy(
            p -> {
              assertThat(p.getName().length()).isLessThanOrEqualTo(MAX_PORT_NAME_LENGTH);
              assertThat(p.getName()).startsWith(p.getAppProtocol() + "-");
              assertThat(p.getAppProtocol()).isIn("http", "grpc");
            });
  }

  @Test
  void containerPorts_areTheListenersThatOtherPodsMayReach() {
    Map<String, Integer> listeners =
        openEndpoints().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().port()));

    assertThat(containerPorts()).isEqualTo(listeners);
  }

  @Test
  void receivers_areAllThatRunWithoutAFile() {
    assertThat(Base.collectorConfig().receivers())
        .map(ReceiverConfig::id)
        .containsExactlyInAnyOrderElementsOf(
            CollectorConfig.defaults().receivers().stream().map(ReceiverConfig::id).toList());
  }

  @Test
  void service_hasEveryPortButThatOfMetrics() {
    assertThat(Base.service().getSpec().getPorts())
        .map(ServicePort::getName)
        .containsExactlyInAnyOrderElementsOf(
            containerPorts().keySet().stream().filter(n -> !n.equals("http-metrics")).toList());
  }

  @Test
  void listeners_areOnAllInterfaces_butTheAdminApi() {
    assertThat(openEndpoints().values()).allSatisfy(e -> assertThat(e.host()).isEqualTo("0.0.0.0"));
    assertThat(Base.collectorConfig().admin().api().endpoint().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void probes_askDeclaredPorts() {
    assertThat(probe(Base.container().getStartupProbe().getHttpGet())).isEqualTo("/health/live");
    assertThat(probe(Base.container().getReadinessProbe().getHttpGet())).isEqualTo("/health/ready");
    assertThat(probe(Base.container().getLivenessProbe().getHttpGet())).isEqualTo("/health/live");
  }

  @Test
  void scrapeAnnotations_nameTheMetricsPort() {
    Map<String, String> annotations =
        Base.deployment().getSpec().getTemplate().getMetadata().getAnnotations();

    assertThat(annotations)
        .containsEntry("prometheus.io/scrape", "true")
        .containsEntry("prometheus.io/port", containerPorts().get("http-metrics").toString())
        .containsEntry("prometheus.io/path", "/metrics");
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void providers_reachAPortOfTheService_thatSpeaksTheirProtocol(String kind) {
    Service service = Base.service();
    String host =
        service.getMetadata().getName()
            + "."
            + service.getMetadata().getNamespace()
            + ".svc.cluster.local";

    assertThat(MeshFiles.meshConfig(kind).extensionProviders())
        .map(ExtensionProvider::tracing)
        .allSatisfy(
            provider -> {
              assertThat(provider.service()).isEqualTo(host);
              assertThat(protocols())
                  .containsEntry(provider.port(), provider.overGrpc() ? "grpc" : "http");
            });
  }

  private static String probe(HTTPGetAction get) {
    assertThat(get.getPort().getStrVal()).isEqualTo("http-metrics");
    return get.getPath();
  }

  private static Map<String, Integer> containerPorts() {
    return Base.container().getPorts().stream()
        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
  }

  private static Map<Integer, String> protocols() {
    return Base.service().getSpec().getPorts().stream()
        .collect(Collectors.toMap(ServicePort::getPort, ServicePort::getAppProtocol));
  }

  /** What the collector itself reads from its file, by the name that the port must have. */
  private static Map<String, Endpoint> openEndpoints() {
    Map<String, Endpoint> found = new TreeMap<>();
    CollectorConfig config = Base.collectorConfig();
    for (ReceiverConfig receiver : config.receivers()) {
      receiver
          .servers()
          .forEach((key, server) -> found.put(portName(receiver, key), server.endpoint()));
    }
    found.put("http-metrics", config.admin().health().endpoint());
    return found;
  }

  /** Protocol and receiver; Envoy's own protocol shares a port with OpenCensus'. */
  private static String portName(ReceiverConfig receiver, String key) {
    String type = receiver.id();
    boolean http =
        key.isEmpty() ? HTTP_RECEIVERS.contains(type) : key.endsWith("http"); // thrift_http, too
    return (http ? "http-" : "grpc-") + (type.equals("envoy") ? "opencensus" : type);
  }
}
