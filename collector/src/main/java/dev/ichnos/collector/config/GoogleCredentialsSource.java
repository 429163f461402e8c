package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the credentials towards Google Cloud come from.
 *
 * @param text {@code adc}, {@code none}, or the path of a file of credentials
 */
public record GoogleCredentialsSource(String text) {
  /** Application Default Credentials, Workload Identity among them. */
  public static final GoogleCredentialsSource ADC = new GoogleCredentialsSource("adc");

  /** Calls without a token, for stand-ins. */
  public static final GoogleCredentialsSource NONE = new GoogleCredentialsSource("none");

  public GoogleCredentialsSource {
    Objects.requireNonNull(text, "text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("credentials: empty (expected: adc, none or a path)");
    }
    Path unused = Path.of(text); // throws for what can be none
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** The file, where one is named. */
  public Optional<Path> file() {
    return isNone() || equals(ADC) ? Optional.empty() : Optional.of(Path.of(text));
  }

  /** As the file says it; a path is no secret. */
  @Override
  public String toString() {
    return text;
  }
}
