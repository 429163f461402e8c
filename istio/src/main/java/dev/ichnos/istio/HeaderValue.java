package dev.ichnos.istio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A header that proxies send along with their reports.
 *
 * @param name not empty
 * @param value given outright; null when {@code envName} is set
 * @param envName a variable in the environment of istiod, not of the proxy: its value travels to
 *     every proxy, so it is no secret there; null when {@code value} is set
 */
public record HeaderValue(String name, @Nullable String value, @Nullable String envName) {
  public HeaderValue {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: empty (expected: the name of a header)");
    }
    if ((value == null) == (envName == null)) {
      throw new IllegalArgumentException(
          "header "
              + name
              + ": "
              + (value == null ? "no value" : "both value and envName")
              + " (expected: exactly one of value, envName)");
    }
  }
}
