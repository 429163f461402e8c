package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types the commands of the pages' {@code console} blocks, and expects what stands below them. */
class DocumentedCommandsTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```console\\n\\$ ichnos ([^\\n]*)\\n(.*?)^```$");
  private static final String UP = "../";
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @ParameterizedTest
  @ValueSource(strings = {"cli.md", "reference/headers.md"})
  void console_printsWhatThePageSays(String page) throws IOException {
    String text = Files.readString(Path.of("..", "docs").resolve(page));
    Matcher block = BLOCK.matcher(text);
    int blocks = 0;
    while (block.find()) {
      blocks++;
      Typed typed = Typed.of(words(block.group(1)));
      assertThat((typed.out() + typed.err()).replace(UP, ""))
          .as(block.group(1))
          .isEqualTo(block.group(2));
    }
    assertThat(blocks).isEqualTo(text.split("```console\n", -1).length - 1).isPositive();
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : fromHere(word.group(2)));
    }
    return words.toArray(String[]::new);
  }

  /** A file of the repository, which pages name from its root, and tests see from a module. */
  private static String fromHere(String word) {
    return word.contains("/") && Files.exists(Path.of(UP + word)) ? UP + word : word;
  }
}
