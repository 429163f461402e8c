package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What no schema finds: sums that must come out, and what a careful cluster lets in. */
class PodTest {
  private static final long MIB = 1L << 20;

  /** For the JVM to end, after the drain. */
  private static final Duration END = Duration.ofSeconds(5);

  /** Class data, code, stacks: what a JVM needs beside heap and direct buffers. */
  private static final long JVM_ITSELF = 64 * MIB;

  @Test
  void grace_coversSleepAndDrain() {
    long sleep = Base.container().getLifecycle().getPreStop().getSleep().getSeconds();
    Duration drain = Base.collectorConfig().service().drainTimeout();
    Duration needed = Duration.ofSeconds(sleep).plus(drain).plus(END);

    assertThat(Duration.ofSeconds(Base.pod().getTerminationGracePeriodSeconds()))
        .isGreaterThanOrEqualTo(needed);
  }

  @Test
  void rollout_neverHasFewerPodsThanAskedFor() {
    assertThat(Base.deployment().getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
    assertThat(Base.deployment().getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(
            Base.deployment()
                .getSpec()
                .getStrategy()
                .getRollingUpdate()
                .getMaxUnavailable()
                .getIntVal())
        .isZero();
  }

  @Test
  void memory_isReserved_andHoldsTheJvm() {
    Quantity limit = Base.container().getResources().getLimits().get("memory");
    long bytes = limit.getNumericalAmount().longValueExact();
    long heap = bytes * option("-XX:MaxRAMPercentage=([0-9]+)") / 100;
    long direct = option("-XX:MaxDirectMemorySize=([0-9]+)m") * MIB;

    assertThat(Base.container().getResources().getRequests()).containsEntry("memory", limit);
    assertThat(heap + direct + JVM_ITSELF).isLessThan(bytes);
    assertThat(heap).as("journal and windows live here").isGreaterThanOrEqualTo(256 * MIB);
  }

  @Test
  void outOfMemory_endsTheProcess() {
    assertThat(javaOptions()).contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void cpu_isAskedForButNotCapped() {
    assertThat(Base.container().getResources().getLimits()).doesNotContainKey("cpu");
    assertThat(Base.container().getResources().getRequests().get("cpu").getNumericalAmount())
        .isGreaterThan(BigDecimal.ZERO);
  }

  /** Pod Security Standards, "restricted", for the fields that a Deployment of ours can have. */
  @Test
  void security_isRestricted() {
    PodSecurityContext pod = Base.pod().getSecurityContext();
    SecurityContext container = Base.container().getSecurityContext();

    assertThat(pod.getRunAsNonRoot()).isTrue();
    assertThat(pod.getRunAsUser()).isEqualTo(65532);
    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
    assertThat(container.getPrivileged()).isNull();
    assertThat(container.getRunAsUser()).isNull();
    assertThat(container.getRunAsNonRoot()).isNull();
    assertThat(container.getSeccompProfile()).isNull();
    assertThat(Base.pod().getHostNetwork()).isNull();
    assertThat(Base.pod().getHostPID()).isNull();
    assertThat(Base.pod().getHostIPC()).isNull();
    assertThat(Base.container().getPorts()).allSatisfy(p -> assertThat(p.getHostPort()).isNull());
    assertThat(Base.pod().getVolumes()).allSatisfy(v -> assertThat(v.getHostPath()).isNull());
    assertThat(Base.namespace().getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  void rootFilesystem_isReadOnly_withRoomInTmp() {
    assertThat(Base.container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(mounts().get("/tmp").getReadOnly()).isNull();
    assertThat(volumes().get(mounts().get("/tmp").getName()).getEmptyDir()).isNotNull();
  }

  @Test
  void token_isNotMounted() {
    assertThat(Base.pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(Base.serviceAccount().getAutomountServiceAccountToken()).isFalse();
    assertThat(Base.pod().getServiceAccountName())
        .isEqualTo(Base.serviceAccount().getMetadata().getName());
  }

  /** By these the collector knows itself. */
  @Test
  void pod_isToldWhichItIs() {
    Map<String, String> fields =
        Base.container().getEnv().stream()
            .filter(e -> e.getValueFrom() != null)
            .collect(
                Collectors.toMap(
                    EnvVar::getName, e -> e.getValueFrom().getFieldRef().getFieldPath()));

    assertThat(fields)
        .isEqualTo(
            Map.of(
                "POD_NAME", "metadata.name",
                "POD_NAMESPACE", "metadata.namespace",
                "POD_IP", "status.podIP"));
  }

  @Test
  void sidecar_isNotInjected() {
    assertThat(Base.deployment().getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("sidecar.istio.io/inject", "false");
  }

  @Test
  void config_isReadFromTheMountedConfigMap() {
    Container container = Base.container();
    VolumeMount mount = mounts().get("/etc/ichnos");

    assertThat(container.getCommand()).containsExactly("java", "-jar", "/app/ichnos.jar");
    assertThat(container.getArgs())
        .containsExactly("run", "--config", mount.getMountPath() + "/collector.yaml");
    assertThat(volumes().get(mount.getName()).getConfigMap().getName())
        .isEqualTo(Base.configMap().getMetadata().getName());
    assertThat(Base.collectorYaml()).isNotBlank();
  }

  @Test
  void image_hasAVersion_thatTheKustomizationCanChange() {
    String[] image = Base.container().getImage().split(":", -1);

    assertThat(image).hasSize(2);
    assertThat(image[1]).isNotEqualTo("latest");
    assertThat(Base.kustomization().images())
        .singleElement()
        .satisfies(
            i -> {
              assertThat(i.name()).isEqualTo(image[0]);
              assertThat(i.newTag()).isEqualTo(image[1]);
            });
  }

  private static String javaOptions() {
    return Base.container().getEnv().stream()
        .filter(e -> e.getName().equals("JAVA_TOOL_OPTIONS"))
        .map(EnvVar::getValue)
        .filter(Objects::nonNull)
        .collect(Collectors.joining());
  }

  private static long option(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(javaOptions());
    assertThat(matcher.find()).as(pattern + " in " + javaOptions()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static Map<String, Volume> volumes() {
    return Base.pod().getVolumes().stream()
        .collect(Collectors.toMap(Volume::getName, Function.identity()));
  }

  private static Map<String, VolumeMount> mounts() {
    return Base.container().getVolumeMounts().stream()
        .collect(Collectors.toMap(VolumeMount::getMountPath, Function.identity()));
  }
}
