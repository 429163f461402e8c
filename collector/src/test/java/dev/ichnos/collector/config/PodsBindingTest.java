package dev.ichnos.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodsBindingTest {
  private final ConfigReader reader = new ConfigReader(Map.of(), Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{pods: }",
        "{pods: {max_pods: 20000}}",
        "{pods: {kubernetes: {enabled: false}}}",
      })
  void read_withoutSource_isNone(String identity) {
    assertThat(read(identity).identity().pods()).isEqualTo(PodsConfig.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{pods: {kubernetes: }}", "{pods: {kubernetes: {enabled: true}}}"})
  void read_bareKey_isTheClusterOfTheProcess(String identity) {
    assertThat(read(identity).identity().pods().kubernetes())
        .contains(KubernetesPodsConfig.defaults());
  }

  @Test
  void read_file_isReadAndPrintsTheSame() {
    CollectorConfig config = read("{pods: {file: {path: /p, reload_interval: 5s}}}");

    assertThat(config.identity().pods().file())
        .contains(new PodFileConfig(Path.of("/p"), Duration.ofSeconds(5)));
    assertThat(reader.read(ConfigPrinter.print(config)).config()).contains(config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8001", "http://127.0.0.1:8001", "http://[::1]:8001/p"})
  void read_plainTextOnLoopback_isAllowed(String url) {
    assertThat(
            read("{pods: {kubernetes: {api_server: '" + url + "'}}}")
                .identity()
                .pods()
                .kubernetes()
                .orElseThrow()
                .apiServer()
                .orElseThrow())
        .hasToString(url);
  }

  private CollectorConfig read(String identity) {
    ConfigReader.Result result =
        reader.read(
            "receivers: {zipkin: }\nexporters: {local: }\nidentity: "
                + identity
                + "\nservice: {pipelines: {traces: {receivers: [zipkin], exporters: [local]}}}\n");
    assertThat(result.problems()).isEmpty();
    return result.config().orElseThrow();
  }
}
