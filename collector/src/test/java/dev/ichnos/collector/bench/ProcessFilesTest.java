package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
  /** Field 14 is 1234 ticks, 15 is 66; the name is made to mislead. */
  private static final String STAT =
      "4711 (a) b (c)) S 1 4711 4711 0 -1 4194560 9000 0 3 0 1234 66 0 0 20 0 40 0 100 4096 25 1\n";

  private static final String STATUS =
      "Name:\tjava\nVmPeak:\t  999999 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";

  @TempDir private Path directory;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("stat"), STAT);
    Files.writeString(directory.resolve("status"), STATUS);
  }

  @Test
  void cpu_isUserAndSystemTime() throws IOException {
    assertThat(new ProcessFiles(directory).cpu()).isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void bytes_areOfTheLine() throws IOException {
    ProcessFiles files = new ProcessFiles(directory);

    assertThat(files.bytes("VmRSS")).isEqualTo(100L << 20);
    assertThat(files.bytes("VmHWM")).isEqualTo(200L << 20);
    assertThatThrownBy(() -> files.bytes("VmSwap")).hasMessageContaining("no VmSwap");
  }

  @Test
  void readable_onlyWhereThereIsAProcess() {
    assertThat(new ProcessFiles(directory).readable()).isTrue();
    assertThat(new ProcessFiles(directory.resolve("none")).readable()).isFalse();
  }
}
