package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS of a listener.
 *
 * @param certFile {@code cert_file}: our certificate chain, PEM
 * @param keyFile {@code key_file}: its private key, PEM, PKCS#8
 * @param clientCaFile {@code client_ca_file}: when given, clients must show a certificate that it
 *     signed
 */
public record TlsServerConfig(Path certFile, Path keyFile, Optional<Path> clientCaFile) {
  public TlsServerConfig {
    Objects.requireNonNull(certFile, "certFile");
    Objects.requireNonNull(keyFile, "keyFile");
    Objects.requireNonNull(clientCaFile, "clientCaFile");
  }
}
