package dev.ichnos.codec.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.SkyWalkingKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/skywalking.md to what the decoders do. */
class SkyWalkingPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "skywalking.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");
  private static final Pattern RENAMED =
      Pattern.compile("(?m)^\\| `([a-z._]+)`[^|]*\\| `([a-z._]+)` \\|");
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void page_namesEveryKey() throws IOException, IllegalAccessException {
    List<String> keys = new ArrayList<>();
    for (Field constant : SkyWalkingKeys.class.getFields()) {
      keys.add("`" + constant.get(null) + "`");
    }

    assertThat(Files.readString(PAGE)).contains(keys);
  }

  @Test
  void page_example_isWhatComesOfIt() throws IOException, DecodeException {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();

    Span span =
        Segments.decode(
                new SkyWalkingJsonDecoder(), example.group(1).getBytes(StandardCharsets.UTF_8))
            .get(0);

    assertThat(page)
        .contains("| trace id | `" + span.traceId() + "` |\n")
        .contains("| span id | `" + HEX.toHexDigits(span.spanId()) + "` |\n")
        .contains("| parent | `" + HEX.toHexDigits(span.parentSpanId()) + "` |\n")
        .contains("| kind | `" + span.kind() + "` |\n")
        .contains("| attributes | `" + span.attributes() + "` |\n");
  }

  @Test
  void page_renamedTags_areThese() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        page.substring(page.indexOf("| tag | becomes |"), page.indexOf("| `refs` field"));
    List<String> renamed = new ArrayList<>();
    Matcher row = RENAMED.matcher(table);
    while (row.find()) {
      renamed.add(row.group(1));
      assertThat(TagNames.common(row.group(1), "200")).isEqualTo(row.group(2));
    }

    assertThat(renamed)
        .containsExactlyInAnyOrder(
            SkyWalkingKeys.URL,
            SkyWalkingKeys.STATUS_CODE,
            SkyWalkingKeys.NODE_STATUS_CODE,
            SkyWalkingKeys.DB_TYPE,
            SkyWalkingKeys.DB_INSTANCE);
  }
}
