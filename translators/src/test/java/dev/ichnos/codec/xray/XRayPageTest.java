package dev.ichnos.codec.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/formats/xray.md to what the decoder does. */
class XRayPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "xray.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```\n(\\{.*?)```");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_.0-9]+)` \\| `([a-z_.0-9]+)` \\|$");
  private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void page_example_isWhatComesOfIt() throws IOException, DecodeException {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();

    List<Span> spans = decode(example.group(1));

    assertThat(spans).hasSize(2);
    for (Span span : spans) {
      assertThat(page)
          .contains(
              "| `%s` | `%s` | `%s` | %s | %d | %s |\n"
                  .formatted(
                      span.name(),
                      HEX.toHexDigits(span.spanId()),
                      HEX.toHexDigits(span.parentSpanId()),
                      span.kind(),
                      span.startEpochNanos(),
                      span.status().code()))
          .contains("`" + span.traceId() + "`");
    }
  }

  @Test
  void page_tablesOfAttributes_areWhatComesOfTheFields() throws IOException, DecodeException {
    String page = Files.readString(PAGE);
    int resource = page.indexOf("Attributes of the resource");
    Matcher row = ROW.matcher(page);
    int rows = 0;
    for (; row.find(); rows++) {
      Span span = decode(HEADER + document(row.group(1))).get(0);
      Attributes there = row.start() < resource ? span.attributes() : span.resource().attributes();

      assertThat(there.contains(row.group(2))).as(row.group()).isTrue();
      assertThat(row.start() < resource ? span.resource().attributes() : span.attributes())
          .as(row.group())
          .isEqualTo(Attributes.EMPTY);
    }

    assertThat(rows).isEqualTo(56);
  }

  /** A segment with a value at this path: true, which every type of field takes. */
  private static String document(String path) {
    StringBuilder json =
        new StringBuilder(
            "{\"id\":\"70de5b6f19ff9a0a\",\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",");
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length; i++) {
      json.append(i == 0 ? "" : "{").append('"').append(names[i]).append("\":");
    }
    return json.append("true").append("}".repeat(names.length)).toString();
  }

  private static List<Span> decode(String message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    new XRayDecoder()
        .decode(
            ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    return sink.spans();
  }
}
