package dev.ichnos.collector.it;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of {@code src/it/npm}, in a copy under {@code target} with their libraries. Where
 * node or npm is missing, or the libraries cannot be fetched, the tests that need them are skipped
 * and say so.
 */
final class NpmPrograms {
  private static final Path SOURCE = Path.of("src", "it", "npm");
  private static final Path COPY = Path.of("target", "npm").toAbsolutePath();

  /** Which the libraries ask for. */
  private static final int OLDEST_NODE = 20;

  private NpmPrograms() {}

  /** Where they can be run. */
  static Path install() throws IOException, InterruptedException {
    String node = version("node");
    if (Integer.parseInt(node.replaceFirst("^v(\\d+).*", "$1")) < OLDEST_NODE) {
      abort("skipped: node " + node + " (expected: " + OLDEST_NODE + " or newer)");
    }
    version("npm");
    Files.createDirectories(COPY);
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, COPY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path installed = COPY.resolve("installed-package-lock.json");
    Path lock = COPY.resolve("package-lock.json");
    if (Files.exists(installed) && Files.mismatch(installed, lock) < 0) {
      return COPY;
    }
    Finished ci =
        run(
            List.of("npm", "ci", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=60000"),
            300);
    if (ci.exitCode() != 0) {
      if (ci.output().matches("(?s).*(ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|network).*")) {
        abort("skipped: npm reaches no registry:\n" + ci.output());
      }
      throw new IOException("npm ci:\n" + ci.output());
    }
    Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    return COPY;
  }

  private static String version(String name) throws InterruptedException {
    try {
      Finished version = run(List.of(name, "--version"), 60);
      if (version.exitCode() != 0) {
        abort("skipped: " + name + " does not run: " + version.output());
      }
      return version.output().strip();
    } catch (IOException e) {
      return abort("skipped: no " + name + " on the path (" + e.getMessage() + ")");
    }
  }

  private static Finished run(List<String> command, int seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("npm", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      if (Files.isDirectory(COPY)) {
        builder.directory(COPY.toFile());
      }
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Finished(1, String.join(" ", command) + ": ETIMEDOUT after " + seconds + " s");
      }
      return new Finished(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  private record Finished(int exitCode, String output) {}
}
