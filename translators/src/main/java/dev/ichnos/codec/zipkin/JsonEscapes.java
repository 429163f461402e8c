package dev.ichnos.codec.zipkin;

/** What JSON's grammar asks of characters below 0x80 within a text (RFC 8259, section 7). */
final class JsonEscapes {
  /** The length of an escape without a letter of its own: backslash, u, four hex digits. */
  static final int LONG = 6;

  private static final int SHORT = 2;
  private static final int ASCII = 0x80;
  private static final byte[] SIZES = new byte[ASCII];
  private static final byte[] LETTERS = new byte[ASCII];

  static {
    for (int c = 0; c < ASCII; c++) {
      SIZES[c] = (byte) (c < ' ' ? LONG : 1);
    }
    shortForm('"', '"');
    shortForm('\\', '\\');
    shortForm('\b', 'b');
    shortForm('\f', 'f');
    shortForm('\n', 'n');
    shortForm('\r', 'r');
    shortForm('\t', 't');
  }

  private JsonEscapes() {}

  private static void shortForm(char c, char letter) {
    SIZES[c] = SHORT;
    LETTERS[c] = (byte) letter;
  }

  /** How many bytes {@code c}, below 0x80, becomes: 1 where it stands for itself, 2 or 6. */
  static int size(char c) {
    return SIZES[c];
  }

  /** The letter behind the backslash of a character of size 2. */
  static byte letter(char c) {
    return LETTERS[c];
  }

  /** How many characters from the start stand for themselves in one byte each. */
  static int plainPrefix(String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ASCII || SIZES[c] != 1) {
        return i;
      }
    }
    return length;
  }
}
