package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;

/** Codes of {@code google.rpc.Code}: what kind of failure an error was, as far as it says. */
final class StatusCodes {
  static final int OK = 0;
  static final int UNKNOWN = 2;

  private static final int CANCELLED = 1;
  private static final int INVALID_ARGUMENT = 3;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int NOT_FOUND = 5;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int ABORTED = 10;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private StatusCodes() {}

  /**
   * The code of an error.
   *
   * @param grpcStatus 1 to 16 when the call was gRPC and failed; anything else says nothing
   * @param httpStatus such as 503; 0 when there was no answer
   */
  static int ofError(long grpcStatus, long httpStatus) {
    if (grpcStatus > OK && grpcStatus <= UNAUTHENTICATED) {
      return (int) grpcStatus;
    }
    if (httpStatus < 400 || httpStatus > 599) {
      return UNKNOWN;
    }
    return switch ((int) httpStatus) {
      case 400 -> INVALID_ARGUMENT;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> NOT_FOUND;
      case 409 -> ABORTED;
      case 429 -> RESOURCE_EXHAUSTED;
      case 499 -> CANCELLED;
      case 501 -> UNIMPLEMENTED;
      case 503 -> UNAVAILABLE;
      case 504 -> DEADLINE_EXCEEDED;
      default -> httpStatus >= 500 ? INTERNAL : UNKNOWN;
    };
  }

  /** The code that these attributes, if they are a failed span's, tell of. */
  static int ofAttributes(Attributes attributes) {
    return ofError(
        number(attributes, "rpc.grpc.status_code", "grpc.status_code"),
        number(attributes, OtelKeys.HTTP_RESPONSE_STATUS_CODE, OtelKeys.HTTP_STATUS_CODE));
  }

  private static long number(Attributes attributes, String key, String legacyKey) {
    String known = attributes.contains(key) ? key : legacyKey;
    String text = attributes.string(known);
    return text.isEmpty() ? attributes.integer(known, 0) : Digits.parse(text, 0, text.length());
  }
}
