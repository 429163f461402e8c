package dev.ichnos.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Binary messages under golden/, and what they come out as, in OTLP's JSON. */
public final class GoldenMessage {
  private GoldenMessage() {}

  /** Bytes that the file shows in hex, with a comment behind # on any line. */
  public static byte[] hex(String path) throws IOException {
    String digits =
        file(path)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
            .collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  /** Compact JSON that the file shows on many lines, each of them indented. */
  public static String compact(String path) throws IOException {
    return file(path).lines().map(String::strip).collect(Collectors.joining());
  }

  /** These spans as one OTLP request in JSON. */
  public static String otlp(List<Span> spans) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OtlpJsonEncoder().encode(SpanFixtures.batch(spans.toArray(Span[]::new)), out);
    return out.toString(UTF_8);
  }

  private static String file(String path) throws IOException {
    try (InputStream in = GoldenMessage.class.getResourceAsStream("/golden/" + path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
