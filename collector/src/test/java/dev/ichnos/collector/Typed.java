package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a typed command has printed, and its exit code. */
record Typed(int exitCode, String out, String err) {

  static Typed of(String... words) {
    return of(InputStream.nullInputStream(), words);
  }

  /** With what stands on standard input. */
  static Typed of(InputStream in, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Main main =
        new Main(
            new Command.Terminal(
                in, new PrintWriter(out), new PrintWriter(err), Map.of(), Set.of()),
            config -> fail("runs a collector"),
            (keep, mixedHeaders, ignored) -> fail("runs the demonstration"),
            (plan, json, ignored) -> fail("runs a load"));
    int exitCode = main.execute(words);
    return new Typed(exitCode, out.toString(), err.toString());
  }

  /** A golden file of what a command prints. */
  static String golden(String name) {
    String path = "/golden/cli/" + name;
    try (InputStream file = Typed.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(file, path).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
