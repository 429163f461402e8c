package dev.ichnos.collector.config;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs of backends. */
final class HttpUrl {
  private HttpUrl() {}

  /**
   * A URL without a password in it: that belongs into {@code headers}, where it is kept secret.
   *
   * @param example what the error shows
   */
  static URI parse(String text, String example) {
    IllegalArgumentException bad =
        new IllegalArgumentException("(expected: a URL such as " + example + ")");
    try {
      URI url = new URI(text);
      if (isHttp(url)
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && url.getPort() <= 65_535) {
        return url;
      }
    } catch (URISyntaxException e) {
      bad.initCause(e);
    }
    throw bad;
  }

  /**
   * The check of records.
   *
   * @param key of the file
   * @throws IllegalArgumentException if a client could not be sent there
   */
  static void require(String key, URI url, String example) {
    if (!isHttp(url)) {
      throw new IllegalArgumentException(
          key + ": " + url + " (expected: a URL such as " + example + ")");
    }
  }

  private static boolean isHttp(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null;
  }
}
