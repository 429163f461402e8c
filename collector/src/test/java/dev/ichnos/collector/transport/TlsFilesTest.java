package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.testing.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
  private final Metrics metrics = new Metrics();
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void read_pair_isTaken(String algorithm) throws Exception {
    TestCertificate pair = TestCertificate.create(directory, "a.test", algorithm);

    TlsFiles.Material read = read(pair.cert(), pair.key(), Optional.of(pair.cert()));

    assertThat(read.chain()).hasSize(1).isEqualTo(read.authorities());
    assertThat(read.key()).isNotNull();
    assertThat(
            Counters.value(
                metrics,
                "ichnos_tls_certificate_expiration_timestamp_seconds",
                "file",
                pair.cert().toString()))
        .isEqualTo(read.chain().get(0).getNotAfter().getTime() / 1e3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void read_keyOfAnotherPair_isRefused(String algorithm) throws Exception {
    TestCertificate one = TestCertificate.create(directory, "a.test", algorithm);
    TestCertificate other = TestCertificate.create(directory, "b.test", algorithm);
    TestCertificate otherKind = TestCertificate.create(directory, "c.test", "DSA");

    for (TestCertificate wrong : List.of(other, otherKind)) {
      assertThatThrownBy(() -> read(one.cert(), wrong.key(), Optional.empty()))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "tls.cert_file: "
                  + one.cert()
                  + ": is not the certificate of tls.key_file "
                  + wrong.key()
                  + " (expected: a pair)");
    }
  }

  @Test
  void read_noPem_namesKeyAndPath() throws Exception {
    TestCertificate pair = TestCertificate.create(directory, "a.test");

    assertThatThrownBy(() -> read(pair.cert(), pair.cert(), Optional.empty()))
        .hasMessage(
            "tls.key_file: "
                + pair.cert()
                + ": no private key in it (expected: a private key in PEM, without a passphrase)");
    assertThatThrownBy(() -> read(pair.cert(), pair.key(), Optional.of(pair.key())))
        .hasMessage(
            "tls.ca: " + pair.key() + ": no certificate in it (expected: certificates in PEM)");
  }

  private TlsFiles.Material read(Path cert, Path key, Optional<Path> authorities)
      throws IOException {
    TlsFiles files = new TlsFiles(Optional.of(cert), Optional.of(key), authorities, "ca");
    List<byte[]> contents = new ArrayList<>();
    for (NamedFile file : files.files()) {
      contents.add(Files.readAllBytes(file.path()));
    }
    return files.read(contents, metrics);
  }
}
