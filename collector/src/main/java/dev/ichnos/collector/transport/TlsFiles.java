package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one {@code tls} section: a certificate chain with its private key, authorities, or
 * both.
 */
final class TlsFiles {
  private final List<NamedFile> files = new ArrayList<>(3);
  private final boolean pair;
  private final boolean authorities;

  /**
   * @param cert our certificate chain; absent together with {@code key}
   * @param authoritiesKey what names {@code authorities} in the configuration
   */
  TlsFiles(
      Optional<Path> cert, Optional<Path> key, Optional<Path> authorities, String authoritiesKey) {
    cert.ifPresent(path -> files.add(new NamedFile("tls.cert_file", path)));
    key.ifPresent(path -> files.add(new NamedFile("tls.key_file", path)));
    authorities.ifPresent(path -> files.add(new NamedFile("tls." + authoritiesKey, path)));
    pair = cert.isPresent() && key.isPresent();
    this.authorities = authorities.isPresent();
  }

  List<NamedFile> files() {
    return List.copyOf(files);
  }

  /**
   * Reads the contents of {@link #files}.
   *
   * @param metrics are told until when the certificates are valid
   * @throws IOException if one is not what it should be, or certificate and key are not a pair,
   *     naming key and path
   */
  Material read(List<byte[]> contents, Metrics metrics) throws IOException {
    List<X509Certificate> chain = pair ? certificates(0, contents) : List.of();
    PrivateKey key = pair ? key(contents) : null;
    if (key != null && !belong(chain.get(0).getPublicKey(), key)) {
      throw files
          .get(0)
          .problem("is not the certificate of tls.key_file " + files.get(1).path(), "a pair", null);
    }
    int last = files.size() - 1;
    List<X509Certificate> trusted = authorities ? certificates(last, contents) : List.of();
    if (pair) {
      metrics.certificateExpiration(files.get(0).path().toString(), firstEnd(chain));
    }
    if (authorities) {
      metrics.certificateExpiration(files.get(last).path().toString(), firstEnd(trusted));
    }
    return new Material(chain, key, trusted);
  }

  private List<X509Certificate> certificates(int index, List<byte[]> contents) throws IOException {
    try {
      return Pem.certificates(contents.get(index));
    } catch (IOException e) {
      throw unusable(index, e, "certificates in PEM");
    }
  }

  private PrivateKey key(List<byte[]> contents) throws IOException {
    try {
      return Pem.privateKey(contents.get(1));
    } catch (IOException e) {
      throw unusable(1, e, "a private key in PEM, without a passphrase");
    }
  }

  private IOException unusable(int index, IOException cause, String expected) {
    return files.get(index).problem(String.valueOf(cause.getMessage()), expected, cause);
  }

  /** Whether what the private key signs is what the public key checks. */
  private static boolean belong(PublicKey open, PrivateKey secret) {
    if (open instanceof RSAKey left && secret instanceof RSAKey right) {
      return left.getModulus().equals(right.getModulus());
    }
    try {
      byte[] text = "a pair".getBytes(StandardCharsets.US_ASCII);
      String algorithm =
          secret.getAlgorithm().startsWith("Ed")
              ? "EdDSA"
              : "SHA256with" + (secret.getAlgorithm().equals("EC") ? "ECDSA" : "DSA");
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static long firstEnd(List<X509Certificate> certificates) {
    return certificates.stream()
        .mapToLong(certificate -> certificate.getNotAfter().toInstant().getEpochSecond())
        .min()
        .orElseThrow();
  }

  /**
   * What the files hold.
   *
   * @param chain our certificate first; empty without
   * @param key its private key; absent without
   * @param authorities whom we trust; empty without
   */
  record Material(
      List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> authorities) {}
}
