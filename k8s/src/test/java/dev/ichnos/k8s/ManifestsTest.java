package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ichnos.istio.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the base are read strictly, and are all of them used. */
class ManifestsTest {
  @Test
  void kustomization_namesEveryFileOfTheDirectory() throws IOException {
    try (Stream<Path> files = Files.list(Base.DIRECTORY)) {
      List<String> others =
          files
              .map(f -> f.getFileName().toString())
              .filter(n -> !n.equals("kustomization.yaml"))
              .toList();

      assertThat(Base.kustomization().resources()).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  @Test
  void objects_areReadStrictly_andLiveInTheNamespace() {
    assertThat(Base.objects()).hasSize(5);
    assertThat(Base.objects().subList(1, 5))
        .allSatisfy(
            o -> {
              assertThat(o.getMetadata().getName()).isEqualTo("ichnos");
              assertThat(o.getMetadata().getNamespace())
                  .isEqualTo(Base.namespace().getMetadata().getName())
                  .isEqualTo(Base.kustomization().namespace());
            });
  }

  @Test
  void object_unknownField_isRefused() {
    ObjectNode bad = deploymentTree();
    bad.withObject("/spec").put("replicaz", 3);

    assertThatThrownBy(() -> Base.bind(bad)).hasMessageContaining("replicaz");
  }

  @Test
  void object_unknownFieldDeepInside_isRefused() {
    ObjectNode bad = deploymentTree();
    ((ObjectNode) bad.at("/spec/template/spec/containers/0/ports/0")).put("appProtocol", "grpc");

    assertThatThrownBy(() -> Base.bind(bad)).hasMessageContaining("appProtocol");
  }

  @Test
  void object_unquotedLabel_isRefused() {
    ObjectNode bad = deploymentTree();
    ((ObjectNode) bad.at("/spec/template/metadata/labels")).put("sidecar.istio.io/inject", false);

    assertThatThrownBy(() -> Base.bind(bad)).hasMessageContaining("sidecar.istio.io/inject");
  }

  @Test
  void object_ofAnotherKind_isRefused() {
    ObjectNode bad = deploymentTree();
    bad.put("apiVersion", "apps/v1beta1");

    assertThatThrownBy(() -> Base.bind(bad)).hasMessageContaining("apps/v1beta1/Deployment");
  }

  private static ObjectNode deploymentTree() {
    return (ObjectNode) StrictYaml.documents(Base.DIRECTORY.resolve("deployment.yaml")).get(0);
  }
}
