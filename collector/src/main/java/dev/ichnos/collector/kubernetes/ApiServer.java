package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.ichnos.collector.transport.HttpStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The two questions to the API server. The token is read from its file for each of them, since it
 * is exchanged there about every hour. Safe for many threads; blocks.
 */
final class ApiServer {
  /** Pods that have ended are as good as gone, and the server tells of their end as of one. */
  private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

  private static final int MAX_TOKEN_BYTES = 64 << 10;
  private static final int MAX_ERROR_BYTES = 16 << 10;
  private static final int OK = 200;
  private static final long MAX_WAIT_SECONDS = 60;

  private final URI base;
  private final Optional<Path> tokenFile;
  private final HttpStreams client;
  private final Timing timing;

  ApiServer(URI base, Optional<Path> tokenFile, HttpStreams client, Timing timing) {
    this.base = base;
    this.tokenFile = tokenFile;
    this.client = client;
    this.timing = timing;
  }

  @Override
  public String toString() {
    return base.toString();
  }

  /**
   * Asks for a page of the pods that there are.
   *
   * @param namespace empty for all
   * @param limit of pods on the page; 0 for none
   * @param next the place that the last page stated; empty for the first page
   * @throws ApiException if the server says no
   */
  HttpStreams.Answer list(String namespace, int limit, String next)
      throws IOException, InterruptedException {
    StringBuilder query = query();
    if (limit > 0) {
      query.append("&limit=").append(limit);
    }
    if (!next.isEmpty()) {
      query.append("&continue=").append(encoded(next));
    }
    Map<String, String> headers = headers();
    headers.put("accept-encoding", "gzip");
    return checked(client.get(uri(namespace, query), headers, timing.list()));
  }

  /**
   * Asks for what changes.
   *
   * @param version from which on
   * @param length after which the server is to end the answer
   * @throws ApiException if the server says no
   */
  HttpStreams.Answer watch(String namespace, String version, Duration length)
      throws IOException, InterruptedException {
    StringBuilder query = query();
    query.append("&watch=true&allowWatchBookmarks=true&resourceVersion=").append(encoded(version));
    query.append("&timeoutSeconds=").append(Math.max(1, length.toSeconds()));
    return checked(client.get(uri(namespace, query), headers(), timing.watching(length)));
  }

  /** The answer's body, inflated where it must be. */
  static InputStream body(HttpStreams.Answer answer) throws IOException {
    return answer.header("content-encoding").equals("gzip")
        ? new GZIPInputStream(answer.body(), 32 << 10)
        : answer.body();
  }

  private URI uri(String namespace, StringBuilder query) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return base.resolve(
        prefix
            + "/api/v1/"
            + (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/")
            + "pods?"
            + query);
  }

  private static StringBuilder query() {
    return new StringBuilder("fieldSelector=").append(encoded(RUNNING));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("accept", "application/json");
    if (tokenFile.isPresent()) {
      headers.put("authorization", "Bearer " + token(tokenFile.get()));
    }
    return headers;
  }

  private static String token(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_TOKEN_BYTES);
    } catch (IOException e) {
      throw new IOException(
          "token_file: " + file + ": cannot be read (expected: a service account's token)", e);
    }
    String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IOException("token_file: " + file + ": no token (expected: one line of ASCII)");
    }
    return token;
  }

  private static HttpStreams.Answer checked(HttpStreams.Answer answer) throws IOException {
    if (answer.status() == OK) {
      return answer;
    }
    try (answer) {
      byte[] bytes = body(answer).readNBytes(MAX_ERROR_BYTES);
      throw new ApiException(answer.status(), message(bytes), wait(answer.header("retry-after")));
    }
  }

  /** What a Status says, or else nothing: a proxy's page is not for the log. */
  private static String message(byte[] body) {
    try (JsonParser in = new JsonFactory().createParser(new ByteArrayInputStream(body))) {
      in.nextToken();
      return new PodReader().read(in).message;
    } catch (JacksonException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static Duration wait(String seconds) {
    boolean number = !seconds.isEmpty() && seconds.length() < 10;
    return number && seconds.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Duration.ofSeconds(Math.min(MAX_WAIT_SECONDS, Long.parseLong(seconds)))
        : Duration.ZERO;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
