package dev.ichnos.collector.exporter;

import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.transport.HttpSender;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The posts of one exporter: each ends with a result, whatever becomes of its connection, and all
 * of them are waited for when the exporter closes. Safe for many threads.
 */
public final class HttpPosts {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPosts.class);
  private static final int MAX_TEXT_CHARS = 1_000;

  private final String exporter;
  private final TlsClientConfig tls;
  private final Duration timeout;
  private final Outcomes outcomes;
  private final Function<HttpSender.Response, ExportResult> meaning;
  private final Set<CompletableFuture<ExportResult>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpSender sender;

  /**
   * Posts of this exporter, whose client is opened by {@link #start}.
   *
   * @param exporter its id
   * @param timeout of one post, until the whole answer is read
   * @param meaning what an answer means for the batch; called once for each, counted here
   */
  public HttpPosts(
      String exporter,
      TlsClientConfig tls,
      Duration timeout,
      Outcomes outcomes,
      Function<HttpSender.Response, ExportResult> meaning) {
    this.exporter = Objects.requireNonNull(exporter, "exporter");
    this.tls = Objects.requireNonNull(tls, "tls");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    this.outcomes = Objects.requireNonNull(outcomes, "outcomes");
    this.meaning = Objects.requireNonNull(meaning, "meaning");
  }

  /**
   * Opens the client.
   *
   * @throws IOException if a TLS file cannot be used, naming it
   */
  public void start() throws IOException {
    sender = new HttpSender(tls, outcomes.metrics());
  }

  /**
   * Posts one message, without blocking. A connection that fails, a time that is over, and a close
   * in between are retryable.
   *
   * @param body never written again
   * @throws IllegalStateException before start
   */
  public CompletionStage<ExportResult> post(URI uri, Map<String, String> headers, byte[] body) {
    return post(uri, headers, body, meaning);
  }

  /**
   * The same, where an answer means something else than usual.
   *
   * @param here what the answer means for the batch; called at most once
   */
  @SuppressWarnings("CollectionUndefinedEquality") // calls are told apart by identity
  public CompletionStage<ExportResult> post(
      URI uri,
      Map<String, String> headers,
      byte[] body,
      Function<HttpSender.Response, ExportResult> here) {
    HttpSender open = sender;
    if (open == null) {
      throw new IllegalStateException("export before start");
    }
    var sent = open.post(uri, headers, body, timeout);
    CompletableFuture<ExportResult> result = new CompletableFuture<>();
    inFlight.add(result);
    var unused =
        sent.handle((response, error) -> error == null ? here.apply(response) : broken(error))
            .whenComplete(
                (known, ours) -> {
                  inFlight.remove(result);
                  if (ours == null) {
                    result.complete(known);
                  } else {
                    result.completeExceptionally(ours);
                  }
                });
    return result.thenApply(outcomes::note);
  }

  /** Waits for what is in flight until {@code deadline}, then ends it. Safe without start. */
  public void close(Duration deadline) {
    HttpSender open = sender;
    if (open == null) {
      return;
    }
    try {
      CompletableFuture.allOf(inFlight.toArray(CompletableFuture[]::new))
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("{}: closing with {} calls open", exporter, inFlight.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.close();
    // The client, once closed, may never tell of what it had under way.
    ExportResult unknown = new ExportResult.Retryable(Duration.ZERO, "closed before the answer");
    inFlight.forEach(call -> call.complete(unknown));
  }

  /** The answer's body as text for people, short; empty when there is none. */
  public static String text(HttpSender.Response response) {
    return shortened(new String(response.body(), StandardCharsets.UTF_8).strip());
  }

  /** A backend's words, short enough for a log. */
  public static String shortened(String text) {
    return text.length() > MAX_TEXT_CHARS ? text.substring(0, MAX_TEXT_CHARS) : text;
  }

  private static ExportResult broken(Throwable error) {
    String message = error.getMessage();
    return new ExportResult.Retryable(
        Duration.ZERO, error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
  }
}
