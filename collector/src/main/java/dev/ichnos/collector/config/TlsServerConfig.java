package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS of a listener.
 *
 * @param certFile {@code cert_file}: our certificate chain, PEM
 * @param keyFile {@code key_file}: its private key, PEM, PKCS#8
 * @param clientCaFile {@code client_ca_file}: when given, clients must show a certificate that it
 *     signed
 * @param reloadInterval {@code reload_interval}: how often to look whether the files have changed
 */
public record TlsServerConfig(
    Path certFile, Path keyFile, Optional<Path> clientCaFile, Duration reloadInterval) {
  /** Three small files; Kubernetes itself takes a minute to bring a new secret to its pods. */
  static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(10);

  public TlsServerConfig {
    Objects.requireNonNull(certFile, "certFile");
    Objects.requireNonNull(keyFile, "keyFile");
    Objects.requireNonNull(clientCaFile, "clientCaFile");
    requirePositive(reloadInterval);
  }

  /** These files, looked at as often as is usual. */
  public TlsServerConfig(Path certFile, Path keyFile, Optional<Path> clientCaFile) {
    this(certFile, keyFile, clientCaFile, DEFAULT_RELOAD_INTERVAL);
  }

  static void requirePositive(Duration reloadInterval) {
    if (reloadInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "reload_interval: " + DurationText.format(reloadInterval) + " (expected: more than 0)");
    }
  }
}
