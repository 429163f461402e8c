package dev.ichnos.codec.cloudtrace;

/** Shortens text to a number of bytes of UTF-8, never inside a character. */
final class TextCut {
  private TextCut() {}

  /** The longest beginning of {@code value} of at most {@code maxBytes} bytes. */
  static String to(String value, int maxBytes) {
    return value.substring(0, end(value, maxBytes));
  }

  /**
   * The same for a URL: not inside a percent escape either. Its order is the one in which it
   * matters: scheme, host, path, query.
   */
  static String urlTo(String url, int maxBytes) {
    int end = end(url, maxBytes);
    if (end == url.length()) {
      return url;
    }
    int percent = url.lastIndexOf('%', end - 1);
    return url.substring(0, percent >= 0 && percent > end - 3 ? percent : end);
  }

  private static int end(String value, int maxBytes) {
    int bytes = 0;
    int i = 0;
    while (i < value.length()) {
      int codePoint = value.codePointAt(i);
      // A lone surrogate is written as U+FFFD, which takes three bytes as well.
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > maxBytes) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return i;
  }
}
