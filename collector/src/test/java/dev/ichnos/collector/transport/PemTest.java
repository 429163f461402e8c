package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void privateKey_pkcs8_isRead(String algorithm) throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

    assertThat(Pem.privateKey(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
  }

  @Test
  void privateKey_pkcs1_isRead() throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    byte[] pkcs8 = key.getEncoded();
    // version (3), algorithm (15), and the octets' own head (4), in a sequence whose head has 4
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

    assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, 06082a8648ce3d030107, 32",
    "secp384r1, 06052b81040022, 48",
    "secp521r1, 06052b81040023, 66"
  })
  void privateKey_sec1_isReadWithItsCurve(String curve, String oid, int length) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
    byte[] secret = new byte[length];
    byte[] number = key.getS().toByteArray();
    int used = Math.min(length, number.length);
    System.arraycopy(number, number.length - used, secret, length - used, used);
    byte[] named = HexFormat.of().parseHex(oid);
    // With a long form length, as the public key behind it makes it in practice.
    byte[] sec1 =
        join(
            new byte[] {0x30, (byte) 0x82, 0, (byte) (7 + length + named.length)},
            new byte[] {0x02, 0x01, 0x01, 0x04, (byte) length},
            secret,
            new byte[] {(byte) 0xa0, (byte) named.length},
            named);

    PrivateKey read =
        Pem.privateKey(join(pem("EC PARAMETERS", named), pem("EC PRIVATE KEY", sec1)));

    assertThat(((ECPrivateKey) read).getS()).isEqualTo(key.getS());
    assertThat(((ECPrivateKey) read).getParams().getOrder()).isEqualTo(key.getParams().getOrder());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no PEM at all | no private key in it",
        "-----BEGIN PRIVATE KEY-----AAAA | ends within a block",
        "-----BEGIN PRIVATE KEY-----A*A-----END PRIVATE KEY----- | broken base64",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | a private key that is broken",
        "-----BEGIN EC PRIVATE KEY-----MAA=-----END EC PRIVATE KEY----- | without its curve",
        "-----BEGIN EC PRIVATE KEY-----MIQ=-----END EC PRIVATE KEY----- | that is broken",
        "-----BEGIN EC PRIVATE KEY-----MIIA-----END EC PRIVATE KEY----- | that is broken",
        "-----BEGIN EC PRIVATE KEY-----MAUC-----END EC PRIVATE KEY----- | that is broken",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY----- | passphrase",
        "-----BEGIN RSA PRIVATE KEY-----Proc-Type: 4,ENCRYPTED-----END RSA PRIVATE KEY----- | passphrase"
      })
  void privateKey_unusable_saysWhy(String text, String why) {
    assertThatThrownBy(() -> Pem.privateKey(text.getBytes(US_ASCII)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void certificates_cutOff_areRefused() {
    assertThatThrownBy(
            () -> Pem.certificates("-----BEGIN CERTIFICATE-----\nMIIB".getBytes(US_ASCII)))
        .hasMessage("ends within a block");
    assertThatThrownBy(() -> Pem.certificates(pem("CERTIFICATE", new byte[] {1, 2})))
        .hasMessage("a broken certificate");
    assertThatThrownBy(() -> Pem.certificates(pem("PRIVATE KEY", new byte[] {1, 2})))
        .hasMessage("no certificate in it");
  }

  private static byte[] pem(String label, byte[] der) {
    return ("-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n")
        .getBytes(US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
