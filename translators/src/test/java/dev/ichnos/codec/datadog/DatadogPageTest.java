package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.DatadogKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/datadog-in.md to what the decoders do. */
class DatadogPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "datadog-in.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");

  /** Written in the page with a name behind it, or for a whole family. */
  private static final Set<String> PREFIXES =
      Set.of(
          DatadogKeys.CONTAINER_TAG_PREFIX,
          DatadogKeys.META_STRUCT_PREFIX,
          DatadogKeys.HTTP_REQUEST_HEADERS,
          DatadogKeys.HTTP_RESPONSE_HEADERS);

  @Test
  void page_namesEveryKey() throws IOException, IllegalAccessException {
    String page = Files.readString(PAGE);
    List<String> keys = new ArrayList<>();
    for (Field constant : DatadogKeys.class.getFields()) {
      keys.add((String) constant.get(null));
    }
    assertThat(keys)
        .allSatisfy(
            key -> assertThat(page).contains(PREFIXES.contains(key) ? "`" + key : "`" + key + "`"));
  }

  @Test
  void page_example_isWhatComesOfIt() throws Exception {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();

    Span span =
        Decoded.of(DatadogDecoder.json(), example.group(1).getBytes(StandardCharsets.UTF_8))
            .spans()
            .get(0);

    assertThat(page)
        .contains("| trace id | `" + span.traceId() + "` |\n")
        .contains("| name | `" + span.name() + "` |\n")
        .contains("| kind | `" + span.kind() + "`")
        .contains("| sampled | `" + span.sampled() + "` |\n")
        .contains("| resource | `" + span.resource().attributes() + "` |\n")
        .contains("| attributes | `" + span.attributes().toString().replace("|", "\\|") + "` |\n");
  }
}
