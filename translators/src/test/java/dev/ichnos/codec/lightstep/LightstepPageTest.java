package dev.ichnos.codec.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.proto.lightstep.Reporter;
import dev.ichnos.semconv.LightstepKeys;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/lightstep.md to what the decoder does. */
class LightstepPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "lightstep.md");
  private static final Pattern OF_REPORTER =
      Pattern.compile("(?m)^\\| `(lightstep\\.[a-z_]+)` \\| `([a-z_.]+)` \\| the same");

  @Test
  void page_namesEveryKey() throws Exception {
    List<String> keys = new ArrayList<>();
    for (Field constant : LightstepKeys.class.getFields()) {
      keys.add("`" + constant.get(null) + "`");
    }

    assertThat(Files.readString(PAGE)).contains(keys);
  }

  @Test
  void page_tagsOfTheReporter_areThese() throws Exception {
    int tags = 0;
    Matcher row = OF_REPORTER.matcher(Files.readString(PAGE));
    while (row.find()) {
      var reporter = Reporter.newBuilder().addTags(Reports.tag(row.group(1), "x"));
      var report = Reports.report(Reports.span()).setReporter(reporter);
      var ofSpan = Reports.one(Reports.span().addTags(Reports.tag(row.group(1), "y")));

      assertThat(Reports.decode(report).spans().get(0).resource().attributes().string(row.group(2)))
          .isEqualTo("x");
      assertThat(ofSpan.resource().attributes().string(row.group(2))).isEqualTo("y");
      tags++;
    }

    assertThat(tags).isEqualTo(4);
  }

  @Test
  void page_namesWhereItGoes() throws Exception {
    assertThat(Files.readString(PAGE))
        .contains(
            "`" + LightstepFormats.LIGHTSTEP_PROTO + "`",
            "`" + LightstepFormats.REPORT_METHOD + "`",
            LightstepFormats.REPORTS_PATH,
            LightstepFormats.LIGHTSTEP_PROTO.contentType());
  }
}
