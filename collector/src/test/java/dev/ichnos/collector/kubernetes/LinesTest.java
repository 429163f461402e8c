package dev.ichnos.collector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final int MAX = 200_000;

  @Test
  void next_givesLineByLine() throws IOException {
    assertThat(lines("a\n\nbc\n")).containsExactly("a", "", "bc");
  }

  @Test
  void next_lineThatIsCut_isNone() throws IOException {
    assertThat(lines("a\nbc")).containsExactly("a");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void next_lineOverSeveralChunks_isWhole() throws IOException {
    String longOne = "x".repeat(MAX - 1) + "y";

    assertThat(lines("a\n" + longOne + "\nb\n" + longOne + "\n"))
        .containsExactly("a", longOne, "b", longOne);
  }

  @Test
  void next_lineThatIsTooLong_isToldAndSkipped() throws IOException {
    assertThat(lines("a\n" + "x".repeat(MAX + 1) + "\nb\n" + "x".repeat(3 * MAX) + "\nc\n"))
        .containsExactly("a", "too long", "b", "too long", "c");
  }

  private static List<String> lines(String text) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), MAX);
    List<String> all = new ArrayList<>();
    while (lines.next()) {
      all.add(lines.tooLong() ? "too long" : new String(lines.bytes(), 0, lines.length(), UTF_8));
    }
    return all;
  }
}
