package dev.ichnos.codec.zipkin;

/** The exact length of JSON that is not written. */
final class JsonLength implements JsonOutput {
  private static final int HEX_DIGITS = 16;
  private static final int QUOTES = 2;

  private long length;

  long length() {
    return length;
  }

  @Override
  public void raw(String ascii) {
    length += ascii.length();
  }

  @Override
  public void text(String value) {
    int i = JsonEscapes.plainPrefix(value);
    length += QUOTES + i;
    for (; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        length += JsonEscapes.size(c);
      } else if (c < 0x800) {
        length += 2;
      } else if (isPair(value, i)) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
  }

  @Override
  public void number(long value) {
    length += digits(value);
  }

  @Override
  public void hex(long value) {
    length += HEX_DIGITS;
  }

  static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  static boolean isPair(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }
}
