package dev.ichnos.collector.transport;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * One whole HTTP request.
 *
 * @param method upper case
 * @param path from {@code /}, percent-decoded, without query
 * @param query what follows the question mark, as it came; empty when absent
 * @param headers by lower-case name; several fields of one name are joined by a comma
 * @param body array-backed, exact, decompressed, never written again; empty when there is none
 * @param peer who sent it
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    ByteBuffer body,
    Peer peer) {
  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(peer, "peer");
  }

  /** The value of a header by its lower-case name; empty when absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The media type without parameters, lower case; empty when absent. */
  public String mediaType() {
    String value = header("content-type");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }
}
