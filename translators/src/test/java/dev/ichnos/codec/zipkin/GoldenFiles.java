package dev.ichnos.codec.zipkin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The messages under golden/zipkin-v2-json: ours, in the forms that senders' sources show. */
final class GoldenFiles {
  private GoldenFiles() {}

  static byte[] read(String name) throws IOException {
    String path = "/golden/zipkin-v2-json/" + name;
    try (InputStream in = GoldenFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }
}
