package dev.ichnos.collector.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, one at a time in one buffer, up to a bound. A last line without an end is
 * none: the connection was cut in it. For one thread.
 */
final class Lines {
  private static final int CHUNK = 16 << 10;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] chunk = new byte[CHUNK];
  private int at;
  private int filled;
  private byte[] line = new byte[CHUNK];
  private int length;

  Lines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Reads the next line; false at the end of the stream. Blocks. */
  boolean next() throws IOException {
    if (line.length > 4 * CHUNK) {
      line = new byte[CHUNK];
    }
    length = 0;
    while (true) {
      if (at == filled) {
        filled = Math.max(0, in.read(chunk));
        at = 0;
        if (filled == 0) {
          return false;
        }
      }
      int end = at;
      while (end < filled && chunk[end] != '\n') {
        end++;
      }
      append(at, end);
      at = end;
      if (end < filled) {
        at++;
        return true;
      }
    }
  }

  /** Whether the line is longer than the bound, and its bytes were let go. */
  boolean tooLong() {
    return length > maxBytes;
  }

  /** The line's bytes are the first {@link #length} of this; until the next line is read. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  private void append(int from, int to) {
    int count = to - from;
    if (length + count > maxBytes) {
      length = maxBytes + 1;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.min(maxBytes, Math.max(2 * line.length, length + count)));
    }
    System.arraycopy(chunk, from, line, length, count);
    length += count;
  }
}
