package dev.ichnos.collector.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Puts values in place of {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code
 * ${file:/path}}; {@code $$} is a dollar sign.
 *
 * <p>It works on single values after the file has been read, so that what it puts in can never
 * become a key, a list or a comment; and what it puts in is not looked at again. A default stands
 * in for a variable that is not set; one that is set and empty is empty.
 */
final class Substitution {
  static final int MAX_FILE_BYTES = 64 << 10;

  private static final String EXPECTED =
      "(expected: ${env:NAME}, ${env:NAME:-default}, ${file:/path}, or $$ for a dollar sign)";

  private final Map<String, String> environment;

  Substitution(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The text with all values put in.
   *
   * @throws IllegalArgumentException if one is missing; the text is {@code what (expected: ...)},
   *     and shows nothing of the value itself, which may be a secret
   */
  String apply(String text) {
    int dollar = text.indexOf('$');
    if (dollar < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int from = 0;
    while (dollar >= 0 && dollar + 1 < text.length()) {
      out.append(text, from, dollar);
      char next = text.charAt(dollar + 1);
      if (next == '{') {
        int end = text.indexOf('}', dollar);
        if (end < 0) {
          throw new IllegalArgumentException("a ${ without its } " + EXPECTED);
        }
        out.append(value(text.substring(dollar + 2, end)));
        from = end + 1;
      } else {
        out.append('$');
        from = next == '$' ? dollar + 2 : dollar + 1;
      }
      dollar = text.indexOf('$', from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private String value(String reference) {
    if (reference.startsWith("env:")) {
      return variable(reference.substring(4));
    }
    if (reference.startsWith("file:")) {
      return file(reference.substring(5));
    }
    throw new IllegalArgumentException("a reference without env: or file: " + EXPECTED);
  }

  private String variable(String reference) {
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (separator < 0) {
      throw new IllegalArgumentException(
          "the environment variable "
              + name
              + " is not set (expected: a value, or a default as in ${env:"
              + name
              + ":-default})");
    }
    return reference.substring(separator + 2);
  }

  /** A file's text; one line end at its end is left out, since editors and kubectl add one. */
  private static String file(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IllegalArgumentException(
            "the file " + path + " is too long (expected: at most 64 KiB)");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.endsWith("\r\n")) {
        return text.substring(0, text.length() - 2);
      }
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "the file " + path + " cannot be read (expected: a readable file)", e);
    }
  }
}
