package dev.ichnos.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.istio.api.api.telemetry.v1alpha1.ProviderRef;
import io.fabric8.istio.api.api.telemetry.v1alpha1.Tracing;
import io.fabric8.istio.api.api.telemetry.v1alpha1.TracingCustomTagHeader;
import io.fabric8.istio.api.telemetry.v1.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The ready-made files say what Istio will understand, and agree with each other. */
class MeshFilesTest {
  @Test
  void directories_areTheKindsThatTestsRead() throws IOException {
    try (Stream<Path> found = Files.list(MeshFiles.directory())) {
      assertThat(found.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(MeshFiles.KINDS);
    }
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void meshConfig_isReadStrictly(String kind) {
    MeshConfig mesh = MeshFiles.meshConfig(kind);

    assertThat(mesh.extensionProviders()).hasSize(1);
    assertThat(mesh.enableTracing()).isTrue();
    assertThat(mesh.defaultConfig()).isNotNull();
    assertThat(mesh.defaultConfig().tracing()).as("legacy tracer switched off").isNotNull();
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void helmValues_sayTheSameAsIstioOperator(String kind) {
    assertThat(MeshFiles.valuesTree(kind)).isEqualTo(MeshFiles.operatorTree(kind));
  }

  @Test
  void providers_haveTheShapeOfTheirDirectory() {
    assertThat(provider("zipkin")).isInstanceOf(ZipkinProvider.class);
    assertThat(provider("opentelemetry-grpc"))
        .isInstanceOfSatisfying(
            OpenTelemetryProvider.class, p -> assertThat(p.overGrpc()).isTrue());
    assertThat(provider("opentelemetry-http"))
        .isInstanceOfSatisfying(
            OpenTelemetryProvider.class, p -> assertThat(p.http().path()).isEqualTo("/v1/traces"));
  }

  @Test
  void providerNames_differBetweenDirectories_soThatAMeshMayListAll() {
    List<ExtensionProvider> all =
        MeshFiles.KINDS.stream()
            .flatMap(k -> MeshFiles.meshConfig(k).extensionProviders().stream())
            .toList();

    assertThat(new MeshConfig(true, null, all).extensionProviders()).hasSize(3);
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void telemetry_isMeshWide(String kind) {
    Telemetry telemetry = MeshFiles.telemetry(kind);

    assertThat(telemetry.getApiVersion()).isEqualTo("telemetry.istio.io/v1");
    assertThat(telemetry.getKind()).isEqualTo("Telemetry");
    assertThat(telemetry.getMetadata().getNamespace()).isEqualTo("istio-system");
    assertThat(telemetry.getSpec().getSelector()).isNull();
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void telemetry_selectsOneProviderOfTheFragmentBesideIt(String kind) {
    List<ProviderRef> providers = tracing(kind).getProviders();

    assertThat(providers).hasSize(1);
    assertThat(MeshFiles.meshConfig(kind).provider(providers.get(0).getName())).isPresent();
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void telemetry_saysWhatShareIsSampled(String kind) {
    assertThat(tracing(kind).getRandomSamplingPercentage()).isBetween(1.0, 100.0);
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void customTags_captureHeadersUnderTheirOwnName(String kind) {
    assertThat(tracing(kind).getCustomTags())
        .containsKey("x-cloud-trace-context")
        .allSatisfy(
            (tag, value) ->
                assertThat(value.getType())
                    .isInstanceOfSatisfying(
                        TracingCustomTagHeader.class,
                        header -> {
                          assertThat(header.getHeader().getName()).isEqualTo(tag);
                          assertThat(header.getHeader().getDefaultValue()).isNull();
                        }));
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void customTags_leaveOutTheTracersOwnFamilies(String kind) {
    assertThat(tracing(kind).getCustomTags().keySet())
        .doesNotContainAnyElementsOf(provider(kind).ownHeaders());
  }

  @Test
  void telemetry_unknownField_isRefused() {
    JsonNode bad =
        StrictYaml.documents(
                """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        spec:
          tracing:
          - randomSamplingPercent: 10
        """)
            .get(0);

    assertThatThrownBy(() -> MeshFiles.telemetry(bad))
        .hasMessageContaining("randomSamplingPercent");
  }

  @Test
  void telemetry_unknownFieldInCustomTag_isRefused() {
    JsonNode bad =
        StrictYaml.documents(
                """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        spec:
          tracing:
          - customTags:
              b3:
                header:
                  nam: b3
        """)
            .get(0);

    assertThatThrownBy(() -> MeshFiles.telemetry(bad)).hasMessageContaining("nam");
  }

  @Test
  void telemetry_fieldOfANewerIstio_isAllowed() {
    JsonNode newer =
        StrictYaml.documents(
                """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        spec:
          tracing:
          - disableContextPropagation: true
            randomSamplingPercentage: 10
        """)
            .get(0);

    assertThat(MeshFiles.telemetry(newer).getSpec().getTracing()).hasSize(1);
  }

  private static TracingProvider provider(String kind) {
    return MeshFiles.meshConfig(kind).extensionProviders().get(0).tracing();
  }

  private static Tracing tracing(String kind) {
    List<Tracing> tracing = MeshFiles.telemetry(kind).getSpec().getTracing();
    assertThat(tracing).hasSize(1);
    return tracing.get(0);
  }
}
