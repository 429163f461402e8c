package dev.ichnos.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.jaeger.JaegerBed.Form;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.JaegerKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/jaeger.md to what the decoders do. */
class JaegerPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "jaeger.md");
  private static final Pattern STATUS =
      Pattern.compile("(?m)^\\| `([a-z._]+=[^`]+)` \\| (OK|ERROR|UNSET) \\|");

  @Test
  void page_namesEveryKey() throws IOException, IllegalAccessException {
    List<String> keys = new ArrayList<>();
    for (Field constant : JaegerKeys.class.getFields()) {
      keys.add("`" + constant.get(null) + "`");
    }

    assertThat(Files.readString(PAGE)).contains(keys);
  }

  @Test
  void page_statusTable_isWhatComesOfTheTags() throws IOException, DecodeException {
    Matcher row = STATUS.matcher(Files.readString(PAGE));
    int rows = 0;
    for (; row.find(); rows++) {
      for (Form form : Form.values()) {
        dev.ichnos.proto.jaeger.Span.Builder span = JaegerBed.span();
        JaegerMappingTest.tags(row.group(1)).forEach(span::addTags);

        Span read = new JaegerBed().only(form, span);

        assertThat(read.status().code())
            .as(row.group(1))
            .isEqualTo(Status.Code.valueOf(row.group(2)));
      }
    }

    assertThat(rows).isEqualTo(10);
  }
}
