package dev.ichnos.collector.transport;

import java.util.Optional;

/** What transport refuses by itself: its words, and under which reason it counts. */
final class Refusals {
  static final String UNAUTHENTICATED =
      "Not authenticated (expected: authorization with a token or password of this listener)";

  private Refusals() {}

  /**
   * How a refused message counts for the receiver whose route it came to.
   *
   * @return empty where the request brought no message to that receiver (404, 405), or the refusal
   *     has a counter of its own (503)
   */
  static Optional<String> reason(int status) {
    return switch (status) {
      case 400 -> Optional.of("malformed");
      case 401 -> Optional.of("unauthenticated");
      case 413 -> Optional.of("too_large");
      case 414, 431 -> Optional.of("head_too_large");
      case 415 -> Optional.of("content_encoding");
      case 417 -> Optional.of("expectation");
      default -> Optional.empty();
    };
  }
}
