package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.TlsClientConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/**
 * Gets from a server over HTTP/1.1, blocking, and gives the body out as it comes: for answers that
 * are large, or go on for minutes. By the JDK's client, with TLS as {@link HttpSender} has it. Safe
 * for many threads.
 */
public final class HttpStreams implements AutoCloseable {
  private final ExecutorService executor;
  private final HttpClient client;
  private final FileWatch watch;

  /**
   * A client with these settings for {@code https} URLs.
   *
   * @param metrics are told of certificates, and of files that were read again
   * @throws IOException if a TLS file cannot be used, naming it
   */
  public HttpStreams(TlsClientConfig tls, Metrics metrics) throws IOException {
    watch = new FileWatch(metrics);
    executor = HttpClients.threads();
    client = HttpClients.open(tls, watch, executor);
  }

  /**
   * Asks, and waits for the head of the answer. An interrupt ends the waiting, here and in reading
   * the body.
   *
   * @param headers beside {@code host} and {@code user-agent}
   * @param times how long to wait for what
   * @return the answer, whatever its status; its body is read while it comes, and must be closed
   * @throws IOException when there is none, or not in time
   */
  public Answer get(URI uri, Map<String, String> headers, Times times)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(times.head).header("user-agent", UserAgent.TEXT).GET();
    headers.forEach(request::setHeader);
    HttpResponse<InputStream> answer =
        client.send(request.build(), head -> new BodyStream(times.silence, times.whole));
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    watch.close();
    executor.shutdownNow();
  }

  /**
   * How long to wait.
   *
   * @param head for the answer's status and headers
   * @param silence between two parts of its body
   * @param whole for all of its body
   */
  public record Times(Duration head, Duration silence, Duration whole) {}

  /**
   * What a server answers.
   *
   * @param body reading it throws {@link java.net.http.HttpTimeoutException} past {@link Times},
   *     and other {@link IOException}s when the connection breaks
   */
  public record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    public Answer {
      Objects.requireNonNull(headers, "headers");
      Objects.requireNonNull(body, "body");
    }

    /** The first value of a header; empty when absent. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Leaves the rest of the body unread. */
    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
