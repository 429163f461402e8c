package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.TlsClientConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to backends over HTTP/1.1, without blocking, by the JDK's client.
 *
 * <p>Connections are kept and used again. Redirects are not followed: an exporter's endpoint is
 * stated exactly. TLS files are read again when they change; new connections use them. Safe for
 * many threads.
 */
public final class HttpSender implements AutoCloseable {
  /** What is kept of an answer's body, bytes; more is read and forgotten. */
  public static final int MAX_RESPONSE_BYTES = 64 << 10;

  private final ExecutorService executor;
  private final HttpClient client;
  private final FileWatch watch;

  /** The same, where nobody reads metrics. */
  public HttpSender(TlsClientConfig tls) throws IOException {
    this(tls, new Metrics());
  }

  /**
   * A sender with these settings for {@code https} URLs.
   *
   * @param metrics are told of certificates, and of files that were read again
   * @throws IOException if a TLS file cannot be used, naming it
   */
  public HttpSender(TlsClientConfig tls, Metrics metrics) throws IOException {
    watch = new FileWatch(metrics);
    executor = HttpClients.threads();
    client = HttpClients.open(tls, watch, executor);
  }

  /**
   * Posts one body.
   *
   * @param headers beside {@code content-length}, {@code host} and {@code user-agent}
   * @param body never written again
   * @param timeout from now until the whole answer is read
   * @return the answer, whatever its status; fails with an {@link IOException}, {@link
   *     HttpTimeoutException} among them, when there is none
   */
  public CompletionStage<Response> post(
      URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("user-agent", UserAgent.TEXT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request.build(), head -> new BoundedBody());
    // The request's own timeout ends with the answer's headers.
    return sent.thenApply(
            answer -> new Response(answer.statusCode(), answer.headers(), answer.body()))
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            cause -> {
              sent.cancel(true);
              return CompletableFuture.failedFuture(plain(cause, timeout));
            });
  }

  private static Throwable plain(Throwable cause, Duration timeout) {
    if (cause instanceof TimeoutException) {
      return new HttpTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
    }
    return cause instanceof CompletionException && cause.getCause() != null
        ? cause.getCause()
        : cause;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    watch.close();
    executor.shutdownNow();
  }

  /**
   * What a backend answered.
   *
   * @param body its first {@value #MAX_RESPONSE_BYTES} bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Response(int status, HttpHeaders headers, byte[] body) {
    public Response {
      Objects.requireNonNull(headers, "headers");
      Objects.requireNonNull(body, "body");
    }

    /** The first value of a header; empty when absent. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  private static final class BoundedBody implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        byte[] bytes = new byte[Math.min(part.remaining(), MAX_RESPONSE_BYTES - kept.size())];
        part.get(bytes);
        kept.writeBytes(bytes);
      }
    }

    @Override
    public void onError(Throwable cause) {
      whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      whole.complete(kept.toByteArray());
    }
  }
}
