package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM (RFC 7468): certificates, and one private key.
 *
 * <p>Keys are PKCS#8 ({@code PRIVATE KEY}), or what OpenSSL and cert-manager write by default:
 * PKCS#1 ({@code RSA PRIVATE KEY}, RFC 8017 appendix A.1.2) and SEC 1 ({@code EC PRIVATE KEY}, RFC
 * 5915), which are put into PKCS#8 here, since the JDK reads that alone. Keys with a passphrase are
 * refused.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

  /** The object identifiers rsaEncryption, with its NULL, and id-ecPublicKey, in DER. */
  private static final byte[] RSA = {
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;

  private Pem() {}

  /**
   * The certificates, in their order; at least one.
   *
   * @throws IOException if there is none, or one of them is broken
   */
  static List<X509Certificate> certificates(byte[] text) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(block.der()));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException("no certificate in it");
    }
    return certificates;
  }

  /**
   * The first private key.
   *
   * @throws IOException if there is none that can be read; says nothing of its contents
   */
  static PrivateKey privateKey(byte[] text) throws IOException {
    for (Block block : blocks(text)) {
      String label = block.label();
      if (label.equals("PRIVATE KEY")) {
        return key(block.der(), "RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
      }
      if (label.equals("RSA PRIVATE KEY")) {
        return key(pkcs8(RSA, block.der()), "RSA");
      }
      if (label.equals("EC PRIVATE KEY")) {
        return key(pkcs8(join(EC, curve(block.der())), block.der()), "EC");
      }
      if (label.equals("ENCRYPTED PRIVATE KEY")) {
        throw new IOException("its key has a passphrase");
      }
    }
    throw new IOException("no private key in it");
  }

  private static X509Certificate certificate(byte[] der) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IOException("a broken certificate", e);
    }
  }

  private static PrivateKey key(byte[] pkcs8, String... algorithms) throws IOException {
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // Of another algorithm, or of none.
      }
    }
    throw new IOException("a private key that is broken or of an unknown kind");
  }

  /** A file cut off within a block is broken, not shorter. */
  private static List<Block> blocks(byte[] bytes) throws IOException {
    String text = new String(bytes, US_ASCII);
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      blocks.add(new Block(found.group(1), decoded(found.group(2))));
    }
    if (BEGIN.matcher(text).results().count() != blocks.size()) {
      throw new IOException("ends within a block");
    }
    return blocks;
  }

  private static byte[] decoded(String body) throws IOException {
    if (body.contains("ENCRYPTED")) {
      throw new IOException("its key has a passphrase"); // Proc-Type, RFC 1421 section 4.6.1.1
    }
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IOException("broken base64", e);
    }
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, join(VERSION_0, der(SEQUENCE, algorithm), der(OCTETS, key)));
  }

  /** The curve of a SEC 1 key, an object identifier in DER: version, key, {@code [0]} curve. */
  private static byte[] curve(byte[] sec1) throws IOException {
    int[] at = {0};
    byte[] fields = element(sec1, at, SEQUENCE);
    at[0] = 0;
    element(fields, at, 0x02);
    element(fields, at, OCTETS);
    return element(fields, at, PARAMETERS);
  }

  /** The content of the element at this place, which moves behind it. */
  private static byte[] element(byte[] der, int[] at, int tag) throws IOException {
    int i = at[0];
    if (i + 2 > der.length || (der[i] & 0xff) != tag) {
      throw new IOException("a private key that is broken or without its curve");
    }
    int length = der[i + 1] & 0xff;
    i += 2;
    if (length > 0x7f) {
      int bytes = length - 0x80;
      if (bytes < 1 || bytes > 2 || i + bytes > der.length) {
        throw new IOException("a private key that is broken");
      }
      length = 0;
      for (int read = 0; read < bytes; read++) {
        length = (length << 8) | (der[i++] & 0xff);
      }
    }
    if (length > der.length - i) {
      throw new IOException("a private key that is broken");
    }
    at[0] = i + length;
    return Arrays.copyOfRange(der, i, i + length);
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(head, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Block(String label, byte[] der) {}
}
