package dev.ichnos.collector.transport;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How a request's body was compressed. */
enum ContentCoding {
  IDENTITY,
  /** RFC 1952; several members in a row are one body. */
  GZIP,
  /** RFC 1950, and RFC 1951 bare, which some senders call by the same name. */
  DEFLATE;

  private static final int FIRST_GUESS = 16;

  /** Reads {@code content-encoding}; empty when it is none of ours. */
  static Optional<ContentCoding> of(String header) {
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(IDENTITY);
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  /**
   * Undoes it. Never makes more than one byte past {@code limit}, so a bomb costs no more than an
   * honest body.
   *
   * @return exact; {@code bytes} itself when it was not compressed
   * @throws BodyTooLargeException if there is more than {@code limit}
   * @throws IOException if it is broken or ends early
   */
  byte[] decode(byte[] bytes, int limit) throws IOException {
    if (this == IDENTITY || bytes.length == 0) {
      return bytes;
    }
    Inflater inflater = this == DEFLATE ? new Inflater(!hasZlibHeader(bytes)) : null;
    try (InputStream in =
        inflater == null
            ? new GZIPInputStream(new ByteArrayInputStream(bytes), 4096)
            : new InflaterInputStream(new ByteArrayInputStream(bytes), inflater, 4096)) {
      return read(in, (int) Math.min(limit, (long) FIRST_GUESS * bytes.length), limit);
    } catch (EOFException e) {
      throw new IOException("ends early", e);
    } finally {
      if (inflater != null) {
        inflater.end();
      }
    }
  }

  private static byte[] read(InputStream in, int guess, int limit) throws IOException {
    byte[] out = new byte[Math.max(guess, 1)];
    int length = 0;
    while (true) {
      int read = in.read(out, length, out.length - length);
      if (read < 0) {
        return Arrays.copyOf(out, length);
      }
      length += read;
      if (length == out.length) {
        if (length >= limit) {
          if (in.read() >= 0) {
            throw new BodyTooLargeException();
          }
          return out;
        }
        out = Arrays.copyOf(out, (int) Math.min(limit, 2L * length));
      }
    }
  }

  private static boolean hasZlibHeader(byte[] bytes) {
    return bytes.length >= 2
        && (bytes[0] & 0x0f) == 8
        && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
  }

  /** There is more behind the bound. */
  static final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
