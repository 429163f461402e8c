package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.CloudTraceKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/cloud-trace-in.md to what the decoders do. */
class CloudTraceInPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "cloud-trace-in.md");
  private static final Pattern RENAMED =
      Pattern.compile("(?m)^\\| `(/[a-z_/]+)` \\| `([a-z._]+)` \\| (integer)?");

  @Test
  void page_namesEveryKeyOfOurs() throws Exception {
    List<String> keys = new ArrayList<>();
    for (Field constant : CloudTraceKeys.class.getFields()) {
      keys.add("`" + constant.get(null) + "`");
    }

    assertThat(Files.readString(PAGE)).contains(keys);
  }

  @Test
  void page_renamedLabels_areThese() throws Exception {
    List<String> named = new ArrayList<>();
    Matcher row = RENAMED.matcher(Files.readString(PAGE));
    while (row.find()) {
      Span span = ReadSpans.one(ReadSpans.spanWith(row.group(1), "7"));
      boolean integer = span.attributes().integer(row.group(2), 0) == 7;
      assertThat(integer || span.attributes().string(row.group(2)).equals("7"))
          .as(row.group(1))
          .isTrue();
      assertThat(integer).as(row.group(1)).isEqualTo(row.group(3) != null);
      named.add(row.group(1));
    }

    List<String> labels = new ArrayList<>();
    for (int place = 0; place < AttributeTable.size(); place++) {
      if (AttributeTable.convention(AttributeTable.target(place)) != null) {
        labels.add(AttributeTable.target(place));
      }
    }
    assertThat(named).containsExactlyElementsOf(labels);
  }

  /** Each namespace that the page gives to the resource goes there, and no other does. */
  @Test
  void page_resourceNamespaces_areThese() throws Exception {
    String page = Files.readString(PAGE);
    String row = page.substring(page.indexOf("| `service.*`"), page.indexOf(" | the resource |"));
    Matcher namespace = Pattern.compile("`([a-z0-9]+)\\.\\*`").matcher(row);
    int namespaces = 0;
    while (namespace.find()) {
      String key = namespace.group(1) + ".any";
      Span span = ReadSpans.one(ReadSpans.spanWith(key, "7"));
      assertThat(span.resource().attributes().string(key)).as(key).isEqualTo("7");
      namespaces++;
    }

    assertThat(namespaces).isEqualTo(9);
    assertThat(ReadSpans.one(ReadSpans.spanWith("istio.any", "7")).attributes().size())
        .isEqualTo(1);
  }

  @Test
  void page_namesWhatReadsIt() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(
            "`" + CloudTraceFormats.CLOUDTRACE_V2_PROTO + "`",
            "`" + CloudTraceFormats.CLOUDTRACE_V2_JSON + "`",
            "`" + CloudTraceFormats.BATCH_WRITE_SPANS_METHOD + "`",
            "`" + CloudTraceFormats.CREATE_SPAN_METHOD + "`");
  }
}
