package dev.ichnos.collector.config;

import java.util.Objects;

/**
 * One thing to be said about a configuration file: an error, or a warning.
 *
 * @param line from 1; 0 when it concerns no line
 * @param text names the key by its whole path, what is wrong, and what was expected; never a
 *     secret, and never text that came from the environment or from another file
 */
public record Problem(int line, String text) {
  public Problem {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return line == 0 ? text : "line " + line + ": " + text;
  }
}
