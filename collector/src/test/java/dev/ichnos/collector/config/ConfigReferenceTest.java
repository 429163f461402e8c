package dev.ichnos.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to what the reader asks for: keys, types and defaults. */
class ConfigReferenceTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z<][\\w<>.]+)` \\| ([^|]+) \\| ([^|]*)\\| [^|]+ \\|");
  private static final Pattern DEFAULT = Pattern.compile("`([^`]+)`");

  @Test
  void reference_hasEveryKeyThatTheReaderKnows() throws IOException {
    List<String> known =
        new ConfigReader(Map.of(), Set.of())
            .knownKeys(ConfigReaderTest.resource("all-keys.yaml")).stream()
                .map(key -> key.path() + ", " + key.type() + ", " + key.fallback())
                .sorted()
                .toList();
    List<String> documented =
        Files.readAllLines(Path.of("../docs/configuration.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1) + ", " + row.group(2) + ", " + defaultOf(row.group(3)))
            .sorted()
            .toList();

    assertThat(documented).containsExactlyElementsOf(known);
  }

  @Test
  void reference_examples_areValid() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));
    Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page);
    ConfigReader reader = new ConfigReader(Map.of("MY_POD_IP", "10.0.0.1"), Set.of());

    assertThat(example.results().map(found -> reader.read(found.group(1)).problems()).toList())
        .isNotEmpty()
        .allSatisfy(problems -> assertThat(problems).isEmpty());
  }

  private static String defaultOf(String cell) {
    Matcher value = DEFAULT.matcher(cell);
    return value.find() ? value.group(1) : "";
  }
}
