package dev.ichnos.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigPrinterTest {
  private final ConfigReader reader = new ConfigReader(Map.of(), Set.of());

  @Test
  void print_defaults_readsBackEqual() {
    String printed = ConfigPrinter.print(CollectorConfig.defaults());

    ConfigReader.Result result = reader.read(printed);

    assertThat(result.problems()).isEmpty();
    assertThat(result.warnings()).isEmpty();
    assertThat(result.config()).contains(CollectorConfig.defaults());
  }

  @Test
  void print_everyKey_readsBackEqualButForSecrets() throws IOException {
    String text = ConfigReaderTest.resource("all-keys.yaml");
    CollectorConfig config = reader.read(text).config().orElseThrow();
    String redacted =
        text.replace("team-a\n", "\"***\"\n")
            .replace("Bearer top-secret", "\"***\"")
            .replaceAll("top-secret-\\d", "\"***\"");

    String printed = ConfigPrinter.print(config);

    assertThat(printed).doesNotContain("top-secret", "team-a").contains("authorization: \"***\"");
    assertThat(reader.read(printed).problems()).isEmpty();
    assertThat(reader.read(printed).config()).isEqualTo(reader.read(redacted).config());
  }

  @Test
  void print_oddPaths_readsBackEqual() {
    CollectorConfig config =
        reader
            .read(
                """
                receivers: {zipkin: {paths: ["/a b", '/"\\', "/$${env:X}", "/\\u0085\\ue000é: #"]}}
                exporters: {local/x.y: }
                service:
                  pipelines: {traces: {receivers: [zipkin], exporters: [local/x.y]}}
                """)
            .config()
            .orElseThrow();

    assertThat(reader.read(ConfigPrinter.print(config)).config()).contains(config);
  }
}
