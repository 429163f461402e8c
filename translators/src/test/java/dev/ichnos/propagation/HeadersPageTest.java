package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/reference/headers.md to the code. */
class HeadersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "headers.md");

  static List<HeaderFamily> families() {
    return HeaderFamilies.all();
  }

  @ParameterizedTest
  @MethodSource("families")
  void page_lossesOfAFamily_areTheDeclaredOnes(HeaderFamily family) throws IOException {
    List<String> cells = lossRow(family);
    assertThat(cells).hasSize(Loss.values().length);
    Set<Loss> told = EnumSet.noneOf(Loss.class);
    for (Loss loss : Loss.values()) {
      String cell = cells.get(loss.ordinal());
      assertThat(cell).isIn("lost", "–");
      if (cell.equals("lost")) {
        told.add(loss);
      }
    }
    assertThat(told).isEqualTo(family.cannotSay());
  }

  @Test
  void page_rowsOfFamilies_areInOrderOfPrecedence() throws IOException {
    List<String> ids = HeaderFamilies.all().stream().map(HeaderFamily::id).toList();
    List<String> rows = Files.readAllLines(PAGE);
    assertThat(
            rows.stream()
                .filter(row -> row.endsWith("lost |") && row.startsWith("| `"))
                .map(row -> row.substring(3, row.indexOf('`', 3)))
                .filter(ids::contains))
        .isEqualTo(ids);
  }

  private static List<String> lossRow(HeaderFamily family) throws IOException {
    String start = "| `" + family.id() + "` | ";
    String row =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith(start) && line.endsWith("lost |"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no row of losses for " + family.id()));
    return Arrays.stream(row.substring(start.length()).split("\\|")).map(String::strip).toList();
  }
}
