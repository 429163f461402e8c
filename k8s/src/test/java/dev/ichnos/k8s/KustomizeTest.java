package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ichnos.istio.StrictYaml;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What kustomize itself makes of the base; skipped where there is no {@code kubectl}. */
class KustomizeTest {
  @TempDir Path directory;

  @Test
  @Timeout(60)
  void build_isTheFilesOfTheBase() throws IOException, InterruptedException {
    assumeTrue(onPath("kubectl"), "skipped: no kubectl on the path");

    List<HasMetadata> built =
        StrictYaml.documents(kustomize(Base.DIRECTORY)).stream().map(Base::bind).toList();

    assertThat(built).containsExactlyInAnyOrderElementsOf(Base.objects());
  }

  @Test
  @Timeout(60)
  void overlay_mayChangeNamespaceAndImage() throws IOException, InterruptedException {
    assumeTrue(onPath("kubectl"), "skipped: no kubectl on the path");
    Files.writeString(
        directory.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: tracing
        resources: [%s]
        images:
          - name: ichnos
            newName: registry.example.com/ichnos
        """
            .formatted(directory.toRealPath().relativize(Base.DIRECTORY.toRealPath())));

    List<HasMetadata> built =
        StrictYaml.documents(kustomize(directory.toRealPath())).stream().map(Base::bind).toList();

    assertThat(built.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.getMetadata().getNamespace()).isEqualTo("tracing");
              assertThat(d.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
                  .isEqualTo("registry.example.com/ichnos:0.1.0");
            });
  }

  @Test
  @Timeout(60)
  void component_addsRightsTokenAndSwitch_alsoInAnotherNamespace()
      throws IOException, InterruptedException {
    assumeTrue(onPath("kubectl"), "skipped: no kubectl on the path");
    Path here = directory.toRealPath();
    Files.writeString(
        directory.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: tracing
        resources: [%s]
        components: [%s]
        """
            .formatted(
                here.relativize(Base.DIRECTORY.toRealPath()),
                here.relativize(PodsComponentTest.DIRECTORY.toRealPath())));

    List<HasMetadata> built =
        StrictYaml.documents(kustomize(here)).stream().map(Base::bind).toList();

    assertThat(built).hasSize(Base.objects().size() + 2);
    assertThat(built)
        .filteredOn(ClusterRoleBinding.class::isInstance)
        .map(ClusterRoleBinding.class::cast)
        .singleElement()
        .satisfies(b -> assertThat(b.getSubjects().get(0).getNamespace()).isEqualTo("tracing"));
    assertThat(built)
        .filteredOn(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .map(d -> d.getSpec().getTemplate().getSpec())
        .singleElement()
        .satisfies(
            pod -> {
              assertThat(pod.getAutomountServiceAccountToken()).isTrue();
              assertThat(pod.getContainers().get(0).getEnv())
                  .extracting(EnvVar::getName)
                  .containsExactlyInAnyOrder(
                      "ICHNOS_PODS", "JAVA_TOOL_OPTIONS", "POD_NAME", "POD_NAMESPACE", "POD_IP");
            });
  }

  private String kustomize(Path target) throws IOException, InterruptedException {
    Path out = directory.resolve("out.yaml");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder("kubectl", "kustomize", target.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("kubectl ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err, StandardCharsets.UTF_8)).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(p -> Files.isExecutable(Path.of(p, program)));
  }
}
