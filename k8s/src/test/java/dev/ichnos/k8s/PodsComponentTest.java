package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.config.KubernetesPodsConfig;
import dev.ichnos.istio.StrictYaml;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The component that lets Ichnos ask the API server for pods: rights, token, switch. */
class PodsComponentTest {
  static final Path DIRECTORY = Path.of("kustomize", "components", "pods");

  /** What of kustomize's own file is used. */
  record Component(String apiVersion, String kind, List<String> resources, List<Patch> patches) {
    record Patch(String path) {}
  }

  @Test
  void kustomization_namesEveryFileOfTheDirectory() throws IOException {
    Component component =
        StrictYaml.bind(
            StrictYaml.documents(DIRECTORY.resolve("kustomization.yaml")).get(0), Component.class);
    List<String> named =
        Stream.concat(
                component.resources().stream(),
                component.patches().stream().map(Component.Patch::path))
            .toList();

    assertThat(component.kind()).isEqualTo("Component");
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(n -> !n.equals("kustomization.yaml")))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void role_readsPodsAndNothingElse() {
    ClusterRole role = read("clusterrole.yaml", ClusterRole.class);

    assertThat(role.getRules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getApiGroups()).containsExactly("");
              assertThat(rule.getResources()).containsExactly("pods");
              assertThat(rule.getVerbs()).containsExactly("get", "list", "watch");
              assertThat(rule.getResourceNames()).isNullOrEmpty();
            });
  }

  @Test
  void binding_givesTheRoleToTheServiceAccountOfThePods() {
    ClusterRoleBinding binding = read("clusterrolebinding.yaml", ClusterRoleBinding.class);

    assertThat(binding.getRoleRef().getKind()).isEqualTo("ClusterRole");
    assertThat(binding.getRoleRef().getName())
        .isEqualTo(read("clusterrole.yaml", ClusterRole.class).getMetadata().getName());
    assertThat(binding.getSubjects())
        .singleElement()
        .satisfies(
            subject -> {
              assertThat(subject.getKind()).isEqualTo("ServiceAccount");
              assertThat(subject.getName()).isEqualTo(Base.pod().getServiceAccountName());
              assertThat(subject.getNamespace())
                  .isEqualTo(Base.serviceAccount().getMetadata().getNamespace());
            });
  }

  @Test
  void patch_findsTheDeployment_andMountsTheToken() {
    Deployment patch = read("deployment.yaml", Deployment.class);

    assertThat(patch.getMetadata().getName()).isEqualTo(Base.deployment().getMetadata().getName());
    assertThat(patch.getMetadata().getNamespace())
        .isEqualTo(Base.deployment().getMetadata().getNamespace());
    assertThat(patch.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()).isTrue();
    assertThat(patch.getSpec().getTemplate().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly(Base.container().getName());
  }

  @Test
  void switch_turnsEnrichmentOn_whichIsOffWithoutIt() {
    Map<String, String> environment =
        read("deployment.yaml", Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream()
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    CollectorConfig on =
        new ConfigReader(environment, Set.of()).read(Base.collectorYaml()).config().orElseThrow();

    assertThat(on.identity().pods().kubernetes()).contains(KubernetesPodsConfig.defaults());
    assertThat(Base.collectorConfig().identity().pods().isNone()).isTrue();
  }

  private static <T> T read(String file, Class<T> type) {
    return type.cast(Base.bind(StrictYaml.documents(DIRECTORY.resolve(file)).get(0)));
  }
}
