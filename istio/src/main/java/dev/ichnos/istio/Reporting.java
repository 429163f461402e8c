package dev.ichnos.istio;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that all kinds of provider share. Each throws {@link IllegalArgumentException}. */
final class Reporting {
  private static final int MAX_PORT = 65_535;
  private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?s");

  private Reporting() {}

  static void check(String service, int port, int maxTagLength) {
    ServiceAddress.parse(service);
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1-" + MAX_PORT + ")");
    }
    if (maxTagLength < 0) {
      throw new IllegalArgumentException(
          "maxTagLength: " + maxTagLength + " (expected: at least 0)");
    }
  }

  static void checkPath(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: " + path + " (expected: a leading slash)");
    }
  }

  static void checkTimeout(@Nullable String timeout) {
    if (timeout != null && !DURATION.matcher(timeout).matches()) {
      throw new IllegalArgumentException(
          "timeout: " + timeout + " (expected: seconds, such as 5s or 0.5s)");
    }
  }
}
