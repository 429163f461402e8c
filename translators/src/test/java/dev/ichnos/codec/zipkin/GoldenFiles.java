package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/** The messages under golden: ours, in the forms that senders' sources show. */
final class GoldenFiles {
  private GoldenFiles() {}

  /** A message of v2 JSON. */
  static byte[] read(String name) throws IOException {
    return read("zipkin-v2-json", name);
  }

  /** A message that is written as hex digits, with spaces, lines and comments from # on. */
  static byte[] readHex(String folder, String name) throws IOException {
    String text = new String(read(folder, name), UTF_8);
    return HexFormat.of().parseHex(text.replaceAll("(?m)#.*$|\\s", ""));
  }

  static byte[] read(String folder, String name) throws IOException {
    String path = "/golden/" + folder + "/" + name;
    try (InputStream in = GoldenFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }
}
