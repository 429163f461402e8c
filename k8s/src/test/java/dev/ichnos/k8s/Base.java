package dev.ichnos.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.istio.StrictYaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kustomize base, read strictly: unknown fields are refused. */
final class Base {
  static final Path DIRECTORY = Path.of("kustomize", "base");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/ConfigMap", ConfigMap.class,
          "v1/Service", Service.class,
          "apps/v1/Deployment", Deployment.class,
          "rbac.authorization.k8s.io/v1/ClusterRole", ClusterRole.class,
          "rbac.authorization.k8s.io/v1/ClusterRoleBinding", ClusterRoleBinding.class);

  /** What of kustomize's own file is used. */
  record Kustomization(
      String apiVersion,
      String kind,
      String namespace,
      List<String> resources,
      List<Image> images) {
    record Image(String name, String newName, String newTag) {}
  }

  private Base() {}

  static Kustomization kustomization() {
    return StrictYaml.bind(
        StrictYaml.documents(DIRECTORY.resolve("kustomization.yaml")).get(0), Kustomization.class);
  }

  /** All objects of all files that the kustomization names, in its order. */
  static List<HasMetadata> objects() {
    List<HasMetadata> all = new ArrayList<>();
    for (String file : kustomization().resources()) {
      StrictYaml.documents(DIRECTORY.resolve(file)).forEach(d -> all.add(bind(d)));
    }
    return all;
  }

  static HasMetadata bind(JsonNode document) {
    String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(kind + " (expected: one of " + KINDS.keySet() + ")");
    }
    return StrictYaml.bind(document, type);
  }

  static Namespace namespace() {
    return one(Namespace.class);
  }

  static ServiceAccount serviceAccount() {
    return one(ServiceAccount.class);
  }

  static Service service() {
    return one(Service.class);
  }

  static ConfigMap configMap() {
    return one(ConfigMap.class);
  }

  static Deployment deployment() {
    return one(Deployment.class);
  }

  static PodSpec pod() {
    return deployment().getSpec().getTemplate().getSpec();
  }

  static Container container() {
    List<Container> containers = pod().getContainers();
    if (containers.size() != 1) {
      throw new IllegalStateException(containers.size() + " containers (expected: 1)");
    }
    return containers.get(0);
  }

  /** The text of the ConfigMap's {@code collector.yaml}. */
  static String collectorYaml() {
    return configMap().getData().get("collector.yaml");
  }

  /** What the collector's own reader makes of it. */
  static CollectorConfig collectorConfig() {
    ConfigReader.Result result = new ConfigReader(Map.of(), Set.of()).read(collectorYaml());
    if (!result.problems().isEmpty() || !result.warnings().isEmpty()) {
      throw new IllegalStateException(result.problems() + " " + result.warnings());
    }
    return result.config().orElseThrow();
  }

  private static <T> T one(Class<T> type) {
    List<T> found = objects().stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          found.size() + " of " + type.getSimpleName() + " (expected: 1)");
    }
    return found.get(0);
  }
}
