package dev.ichnos.collector.transport;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The answer to an HTTP request.
 *
 * @param status the status code
 * @param contentType empty when there is no body
 * @param body never written again
 * @param headers further headers, such as {@code retry-after}
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record HttpReply(int status, String contentType, byte[] body, Map<String, String> headers) {
  private static final byte[] NOTHING = {};

  public HttpReply {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
    headers = Map.copyOf(headers);
  }

  /** A status alone. */
  public static HttpReply of(int status) {
    return new HttpReply(status, "", NOTHING, Map.of());
  }

  /** A status and a line of text. */
  public static HttpReply text(int status, String text) {
    return new HttpReply(
        status,
        "text/plain; charset=utf-8",
        (text + "\n").getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  /** A status and a body of this media type. */
  public static HttpReply of(int status, String contentType, byte[] body) {
    return new HttpReply(status, contentType, body, Map.of());
  }

  /** This reply with one header more. */
  public HttpReply withHeader(String name, String value) {
    java.util.HashMap<String, String> more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, contentType, body, more);
  }
}
