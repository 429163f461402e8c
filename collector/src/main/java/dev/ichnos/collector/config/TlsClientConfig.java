package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS towards a backend.
 *
 * @param insecure {@code insecure}: plain text, no TLS at all
 * @param insecureSkipVerify {@code insecure_skip_verify}: TLS without checking the certificate
 * @param caFile {@code ca_file}: PEM; absent means the JDK's own list
 * @param certFile {@code cert_file}: our certificate for mTLS, PEM
 * @param keyFile {@code key_file}: its private key, PEM, PKCS#8
 * @param serverName {@code server_name_override}: the name to check instead of the endpoint's host
 * @param reloadInterval {@code reload_interval}: how often to look whether the files have changed
 */
public record TlsClientConfig(
    boolean insecure,
    boolean insecureSkipVerify,
    Optional<Path> caFile,
    Optional<Path> certFile,
    Optional<Path> keyFile,
    Optional<String> serverName,
    Duration reloadInterval) {
  public TlsClientConfig {
    Objects.requireNonNull(caFile, "caFile");
    Objects.requireNonNull(serverName, "serverName");
    if (certFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException(
          "cert_file: one of cert_file and key_file is missing (expected: both or none)");
    }
    TlsServerConfig.requirePositive(reloadInterval);
  }

  /** These settings, with files looked at as often as is usual. */
  public TlsClientConfig(
      boolean insecure,
      boolean insecureSkipVerify,
      Optional<Path> caFile,
      Optional<Path> certFile,
      Optional<Path> keyFile,
      Optional<String> serverName) {
    this(
        insecure,
        insecureSkipVerify,
        caFile,
        certFile,
        keyFile,
        serverName,
        TlsServerConfig.DEFAULT_RELOAD_INTERVAL);
  }

  /** TLS with the JDK's list of authorities. */
  public static TlsClientConfig defaults() {
    return new TlsClientConfig(
        false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** No TLS. */
  public static TlsClientConfig plaintext() {
    return new TlsClientConfig(
        true, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
