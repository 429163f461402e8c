package dev.ichnos.codec.zipkin;

import java.io.IOException;
import java.io.OutputStream;

/** Writes JSON to a stream, in UTF-8, through a buffer; {@link #flush} must follow. */
final class JsonBytes implements JsonOutput {
  private static final int BUFFER = 8192;
  private static final int LONGEST = 20;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final char REPLACEMENT = '\uFFFD';

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int position;

  JsonBytes(OutputStream out) {
    this.out = out;
  }

  @Override
  public void raw(String ascii) throws IOException {
    plain(ascii, ascii.length());
  }

  @Override
  public void text(String value) throws IOException {
    put('"');
    int plain = JsonEscapes.plainPrefix(value);
    plain(value, plain);
    for (int i = plain; i < value.length(); i++) {
      ensure(JsonEscapes.LONG);
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        buffer[position++] = (byte) (0xc0 | (c >>> 6));
        buffer[position++] = (byte) (0x80 | (c & 0x3f));
      } else if (JsonLength.isPair(value, i)) {
        int codePoint = Character.toCodePoint(c, value.charAt(++i));
        buffer[position++] = (byte) (0xf0 | (codePoint >>> 18));
        buffer[position++] = (byte) (0x80 | ((codePoint >>> 12) & 0x3f));
        buffer[position++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3f));
        buffer[position++] = (byte) (0x80 | (codePoint & 0x3f));
      } else {
        char valid = Character.isSurrogate(c) ? REPLACEMENT : c;
        buffer[position++] = (byte) (0xe0 | (valid >>> 12));
        buffer[position++] = (byte) (0x80 | ((valid >>> 6) & 0x3f));
        buffer[position++] = (byte) (0x80 | (valid & 0x3f));
      }
    }
    put('"');
  }

  private void ascii(char c) {
    int size = JsonEscapes.size(c);
    if (size == 1) {
      buffer[position++] = (byte) c;
      return;
    }
    buffer[position++] = '\\';
    if (size < JsonEscapes.LONG) {
      buffer[position++] = JsonEscapes.letter(c);
      return;
    }
    buffer[position++] = 'u';
    buffer[position++] = '0';
    buffer[position++] = '0';
    buffer[position++] = HEX[c >>> 4];
    buffer[position++] = HEX[c & 0xf];
  }

  @Override
  public void number(long value) throws IOException {
    ensure(LONGEST);
    int end = position + JsonLength.digits(value);
    long rest = value;
    for (int at = end - 1; at >= position; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    position = end;
  }

  @Override
  public void hex(long value) throws IOException {
    ensure(LONGEST);
    for (int shift = 60; shift >= 0; shift -= 4) {
      buffer[position++] = HEX[(int) (value >>> shift) & 0xf];
    }
  }

  /** Hands what is buffered to the stream; does not flush the stream itself. */
  void flush() throws IOException {
    out.write(buffer, 0, position);
    position = 0;
  }

  /** The old copying method is deprecated for what it does to other text; here it is exact. */
  @SuppressWarnings("deprecation")
  private void plain(String value, int end) throws IOException {
    int from = 0;
    while (from < end) {
      ensure(1);
      int part = Math.min(end - from, buffer.length - position);
      value.getBytes(from, from + part, buffer, position);
      position += part;
      from += part;
    }
  }

  private void put(char ascii) throws IOException {
    ensure(1);
    buffer[position++] = (byte) ascii;
  }

  private void ensure(int length) throws IOException {
    if (buffer.length - position < length) {
      flush();
    }
  }
}
