package dev.ichnos.collector.kubernetes;

import java.io.IOException;
import java.time.Duration;

/** The API server said no. */
final class ApiException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final int status;
  private final transient Duration wait;

  /**
   * @param status of HTTP, also where an event says it
   * @param message the server's words; may be empty
   * @param wait for which the server asks; zero when it asks for none
   */
  ApiException(int status, String message, Duration wait) {
    super(message.isEmpty() ? "status " + status : "status " + status + ": " + message);
    this.status = status;
    this.wait = wait;
  }

  Duration asksToWait() {
    return wait;
  }

  /** The version that was asked for is no longer known: everything must be listed anew. */
  boolean isExpired() {
    return status == GONE;
  }

  /** Nothing will change by asking again soon. */
  boolean isRefusal() {
    return status == UNAUTHORIZED || status == FORBIDDEN;
  }

  /** The same may be asked again; else the question itself was wrong. */
  boolean isPassing() {
    return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR || isRefusal();
  }

  /** As metrics name it. */
  String outcome() {
    return switch (status) {
      case UNAUTHORIZED -> "unauthorized";
      case FORBIDDEN -> "forbidden";
      case GONE -> "expired";
      default -> "failed";
    };
  }
}
