package dev.ichnos.collector.transport;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * One thing that an HTTP listener can do: which requests, and how they are answered.
 *
 * @param owner the id of the receiver (or other component) that adds it
 * @param method upper case; a request with another method on a matching path is answered 405
 * @param path which paths it takes: {@link Paths}, so that routes which clash are found
 * @param handler answers a request; called on an event loop, so it must not block
 * @param errors writes the answers that transport itself gives on this route
 * @param open whether it answers those too who show no credentials, where a listener wants some:
 *     for probes, and for what browsers ask before they send any
 */
public record HttpRoute(
    String owner,
    String method,
    Predicate<String> path,
    Handler handler,
    ErrorReply errors,
    boolean open) {
  public HttpRoute {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(errors, "errors");
  }

  /** A route that answers those only who may use its listener. */
  public HttpRoute(
      String owner, String method, Predicate<String> path, Handler handler, ErrorReply errors) {
    this(owner, method, path, handler, errors, false);
  }

  /** The same route for everybody. */
  public HttpRoute forEverybody() {
    return new HttpRoute(owner, method, path, handler, errors, true);
  }

  /** Answers requests. An exception, thrown or in the stage, becomes a 500, logged once. */
  @FunctionalInterface
  public interface Handler {
    CompletionStage<HttpReply> handle(HttpRequest request);
  }

  /**
   * Writes an error in the words of the route's protocol, for what transport finds itself: a body
   * too large (413), missing credentials (401), a broken gzip body (400), an unknown content
   * encoding (415), an error of our own (500), a listener that closes (503).
   */
  @FunctionalInterface
  public interface ErrorReply {
    /** Lines of text, for protocols that do not state anything else. */
    ErrorReply TEXT = (status, mediaType, message) -> HttpReply.text(status, message);

    /**
     * Writes one error.
     *
     * @param mediaType the request's, lower case without parameters, empty when absent
     */
    HttpReply reply(int status, String mediaType, String message);
  }
}
