package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * {@code identity.pods.file}: pods as a file lists them, in JSON or YAML, also as {@code kubectl
 * get pods -A -o json} writes them.
 *
 * @param path {@code path}: read again when it changes
 * @param reloadInterval {@code reload_interval}: how often to look whether it has
 */
public record PodFileConfig(Path path, Duration reloadInterval) {
  public PodFileConfig {
    Objects.requireNonNull(path, "path");
    TlsServerConfig.requirePositive(reloadInterval);
  }
}
