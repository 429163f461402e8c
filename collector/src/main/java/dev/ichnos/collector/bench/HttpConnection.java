package dev.ichnos.collector.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages over HTTP/1.1 by a socket of its own, kept alive.
 *
 * <p>The JDK's client spends more on a message of five spans than a collector does; this one writes
 * head and body at once and reads no more of the answer than it needs.
 */
final class HttpConnection implements Connection {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_BODY = 1 << 20;

  private final InetSocketAddress address;
  private final byte[] head;
  private final AnswerReader answers;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private byte[] out = new byte[0];

  /**
   * A connection that is opened by its first message.
   *
   * @param headers beside host and content-length; each ends with CRLF
   */
  HttpConnection(InetSocketAddress address, String path, String headers, AnswerReader answers) {
    this.address = address;
    this.answers = answers;
    this.head =
        "POST %s HTTP/1.1\r\nHost: %s:%d\r\n%sContent-Length: "
            .formatted(path, address.getHostString(), address.getPort(), headers)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Makes an answer of a response. */
  @FunctionalInterface
  interface AnswerReader {
    /** Reads a status and the body, which may be empty. */
    Answer read(int status, byte[] body) throws IOException;

    /** A status alone. */
    AnswerReader STATUS =
        (status, body) ->
            status / 100 == 2
                ? Answer.accepted(Integer.toString(status))
                : Answer.refused(Integer.toString(status));
  }

  @Override
  public Answer send(byte[] message) throws IOException {
    try {
      write(message);
      return read();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
    socket = null;
    in = null;
  }

  private void write(byte[] message) throws IOException {
    if (socket == null) {
      Socket opened = new Socket();
      socket = opened;
      opened.setTcpNoDelay(true);
      opened.setSoTimeout(TIMEOUT_MILLIS);
      opened.connect(address, TIMEOUT_MILLIS);
      in = new BufferedInputStream(opened.getInputStream(), 4096);
    }
    byte[] length = (message.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    int size = head.length + length.length + message.length;
    if (out.length < size) {
      out = new byte[size];
      System.arraycopy(head, 0, out, 0, head.length);
    }
    System.arraycopy(length, 0, out, head.length, length.length);
    System.arraycopy(message, 0, out, head.length + length.length, message.length);
    socket.getOutputStream().write(out, 0, size);
  }

  private Answer read() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.") || status.length() < 12) {
      throw new IOException("no HTTP/1.1 at " + address);
    }
    int code = number(status.substring(9, 12), 10);
    int length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String field = line.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        length = number(field.substring(15).strip(), 10);
      } else if (field.startsWith("transfer-encoding:")) {
        chunked = field.endsWith("chunked");
      } else if (field.startsWith("connection:")) {
        last = field.endsWith("close");
      }
    }
    byte[] body = chunked ? chunks() : bytes(length);
    if (last) {
      close();
    }
    return answers.read(code, body);
  }

  /** The first chunk that is not empty; those behind it are forgotten. */
  private byte[] chunks() throws IOException {
    byte[] first = {};
    while (true) {
      int size = number(line().split(";", -1)[0].strip(), 16);
      byte[] chunk = bytes(size);
      first = first.length == 0 ? chunk : first;
      String end = line();
      if (size == 0) {
        while (!end.isEmpty()) {
          end = line();
        }
        return first;
      }
    }
  }

  private byte[] bytes(int length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("answer of " + length + " bytes (expected: at most " + MAX_BODY + ")");
    }
    byte[] bytes = input().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input().read(); next != '\n'; next = input().read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed before the answer");
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("answer with a line of more than " + MAX_LINE + " bytes");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private InputStream input() throws IOException {
    if (in == null) {
      throw new IOException("not connected");
    }
    return in;
  }

  private static int number(String text, int radix) throws IOException {
    try {
      return Integer.parseInt(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("answer with a number that is none", e);
    }
  }
}
