package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The messages under golden/: ours, in the forms that senders' sources show. */
final class GoldenFiles {
  private GoldenFiles() {}

  /** A message of Zipkin v2 JSON. */
  static byte[] read(String name) throws IOException {
    return read("zipkin-v2-json", name);
  }

  static byte[] read(String folder, String name) throws IOException {
    return file(folder + "/" + name);
  }

  /** Compact JSON that the file shows on many lines. */
  static String compact(String path) throws IOException {
    return new String(file(path), UTF_8).lines().map(String::strip).collect(Collectors.joining());
  }

  /** Bytes that the file shows in hex, with a comment behind # on any line. */
  static byte[] hex(String path) throws IOException {
    String digits =
        new String(file(path), UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
            .collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] file(String path) throws IOException {
    try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }
}
