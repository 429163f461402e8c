package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.testing.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  private final Metrics metrics = new Metrics();
  @TempDir private Path directory;
  private Path first;
  private Path second;

  /** As Kubernetes lays a secret out: files link through a link to the directory that has them. */
  @BeforeEach
  void layOut() throws IOException {
    swapData("one", "a", "b");
    first = Files.createSymbolicLink(directory.resolve("first"), Path.of("..data", "first"));
    second = Files.createSymbolicLink(directory.resolve("second"), Path.of("..data", "second"));
  }

  @Test
  void look_nothingChanged_keepsWhatWasMade() throws IOException {
    WatchedFiles<String> files = watched();
    String made = files.get();

    assertThat(files.look()).isTrue();
    assertThat(files.get()).isSameAs(made).isEqualTo("ab");
  }

  @Test
  void look_dataLinkSwapped_usesTheNewFiles() throws IOException {
    WatchedFiles<String> files = watched();
    swapData("two", "c", "d");

    assertThat(files.look()).as("changing").isFalse();
    assertThat(files.get()).isEqualTo("ab");
    assertThat(files.look()).isTrue();
    assertThat(files.get()).isEqualTo("cd");
    assertThat(reloads("used")).isEqualTo(1);
  }

  @Test
  void look_fileAfterFileWritten_waitsUntilBothAre() throws IOException {
    WatchedFiles<String> files = watched();
    Files.writeString(first, "c");
    assertThat(files.look()).isFalse();
    Files.writeString(second, "d");
    assertThat(files.look()).isFalse();
    assertThat(files.get()).isEqualTo("ab");
    files.look();
    assertThat(files.get()).isEqualTo("cd");
    assertThat(reloads("used")).isEqualTo(1);
    assertThat(reloads("refused")).isZero();
  }

  @Test
  void look_sameTextInOtherFiles_isNoChange() throws IOException {
    WatchedFiles<String> files = watched();
    String made = files.get();
    swapData("two", "a", "b");

    assertThat(files.look()).isTrue();
    assertThat(files.get()).isSameAs(made);
  }

  @Test
  void look_unusable_keepsTheOldAndCountsOnce() throws IOException {
    WatchedFiles<String> files = watched();
    Files.writeString(first, "bad");
    for (int looks = 0; looks < 5; looks++) {
      files.look();
    }
    assertThat(files.get()).isEqualTo("ab");
    assertThat(reloads("refused")).isEqualTo(1);

    Files.writeString(first, "a");
    files.look();
    Files.writeString(first, "bad");
    files.look();
    files.look();
    assertThat(reloads("refused")).as("refused again").isEqualTo(2);

    Files.writeString(first, "c");
    files.look();
    files.look();
    assertThat(files.get()).isEqualTo("cb");
  }

  @Test
  void look_fileGone_keepsTheOldUntilItIsBack() throws IOException {
    WatchedFiles<String> files = watched();
    Files.delete(second);
    for (int looks = 0; looks < 3; looks++) {
      files.look();
    }
    assertThat(files.get()).isEqualTo("ab");
    assertThat(reloads("refused")).isEqualTo(1);
    Files.writeString(second, "d");
    files.look();
    files.look();
    assertThat(files.get()).isEqualTo("ad");
  }

  @Test
  void read_firstTime_namesKeyAndPath() throws IOException {
    Files.writeString(second, "");
    assertThatThrownBy(this::watched)
        .hasMessage("b: " + second + ": empty (expected: 1 byte to 1 MiB)");
    Files.delete(second);
    assertThatThrownBy(this::watched)
        .isInstanceOf(IOException.class)
        .hasMessage("b: " + second + ": cannot be read (expected: a readable file)");
  }

  private WatchedFiles<String> watched() throws IOException {
    return new WatchedFiles<>(
        List.of(new NamedFile("a", first), new NamedFile("b", second)),
        contents -> {
          String text = new String(contents.get(0), UTF_8) + new String(contents.get(1), UTF_8);
          if (text.startsWith("bad")) {
            throw new IOException("bad");
          }
          return text;
        },
        metrics);
  }

  private void swapData(String name, String a, String b) throws IOException {
    Path data = Files.createDirectory(directory.resolve("..data_" + name));
    Files.writeString(data.resolve("first"), a);
    Files.writeString(data.resolve("second"), b);
    Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), data.getFileName());
    Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private double reloads(String outcome) {
    return Counters.value(metrics, "ichnos_file_reloads", "outcome", outcome);
  }
}
