package dev.ichnos.collector.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of the configuration.
 *
 * @param key what names it there, from the listener or exporter on, such as {@code tls.cert_file}
 * @param path where it is; may lead over symbolic links
 */
record NamedFile(String key, Path path) {
  /** The largest public bundles of authorities have a quarter of this. */
  static final int MAX_BYTES = 1 << 20;

  NamedFile {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(path, "path");
  }

  /**
   * All of it. Blocks.
   *
   * @throws IOException if it cannot be read, or is empty or too large, naming key and path
   */
  byte[] read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw problem("cannot be read", "a readable file", e);
    }
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw problem(bytes.length == 0 ? "empty" : "too large", "1 byte to 1 MiB", null);
    }
    return bytes;
  }

  /** What is wrong with it, and what was expected, for people. */
  IOException problem(String what, String expected, @Nullable Throwable cause) {
    return new IOException(
        key + ": " + path + ": " + what + " (expected: " + expected + ")", cause);
  }
}
