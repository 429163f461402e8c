package dev.ichnos.collector.exporter.googlecloud;

import dev.ichnos.collector.exporter.GrpcErrors;
import dev.ichnos.collector.pipeline.ExportResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an error of Cloud Trace means for the batch. */
final class GoogleCloudAnswer {
  /** A quota is counted over a minute: at once again is always too early. */
  private static final Duration LEAST_QUOTA_WAIT = Duration.ofSeconds(1);

  /**
   * A message over a cap. grpc-go: "received message larger than max (N vs 4194304)"; grpc-java:
   * "gRPC message exceeds maximum size 4194304: N"; Google's front ends: "Request payload size
   * exceeds the limit". A quota's words have none of these: "Quota exceeded for quota metric ...".
   */
  private static final List<String> TOO_LARGE =
      List.of("larger than max", "exceeds maximum size", "payload size exceeds");

  private GoogleCloudAnswer() {}

  /**
   * The meaning of a status that is not OK.
   *
   * @param ownProject whether the call was for the project of the configuration; otherwise a sender
   *     named it, and no wait gives us rights there
   */
  static ExportResult of(Status status, @Nullable Metadata trailers, boolean ownProject) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    String message = text.isEmpty() ? status.getCode().name() : status.getCode() + ": " + text;
    if (GrpcErrors.isOurSide(status)) {
      return new ExportResult.Retryable(Duration.ZERO, message);
    }
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED ->
          new ExportResult.Retryable(GrpcErrors.retryInfo(trailers), message);
      case RESOURCE_EXHAUSTED ->
          saysTooLarge(text)
              ? new ExportResult.Split(message)
              : new ExportResult.Retryable(quotaWait(trailers), message);
      case INVALID_ARGUMENT ->
          saysTooLarge(text)
              ? new ExportResult.Split(message)
              : new ExportResult.Permanent(true, message);
      // The server fell over something. If over a span, bisecting finds it; if not, parts pass.
      case INTERNAL, UNKNOWN -> new ExportResult.Permanent(true, message);
      // Not refused for what the spans are: the next token, or a role that is granted, mends it.
      case UNAUTHENTICATED -> new ExportResult.Retryable(Duration.ZERO, message);
      case PERMISSION_DENIED ->
          ownProject
              ? new ExportResult.Retryable(Duration.ZERO, message)
              : new ExportResult.Permanent(false, message);
      default -> new ExportResult.Permanent(false, message);
    };
  }

  private static boolean saysTooLarge(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TOO_LARGE.stream().anyMatch(lower::contains);
  }

  private static Duration quotaWait(@Nullable Metadata trailers) {
    Duration asked = GrpcErrors.retryInfo(trailers);
    return asked.compareTo(LEAST_QUOTA_WAIT) < 0 ? LEAST_QUOTA_WAIT : asked;
  }
}
