package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.collector.exporter.GrpcErrors;
import dev.ichnos.collector.pipeline.ExportResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a gRPC error means for the batch. */
final class GrpcAnswer {
  private GrpcAnswer() {}

  /** The meaning of a status that is not OK. */
  static ExportResult of(Status status, @Nullable Metadata trailers) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    String message = text.isEmpty() ? status.getCode().name() : status.getCode() + ": " + text;
    if (GrpcErrors.isOurSide(status)) {
      return new ExportResult.Retryable(Duration.ZERO, message);
    }
    return switch (status.getCode()) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new ExportResult.Retryable(GrpcErrors.retryInfo(trailers), message);
      case RESOURCE_EXHAUSTED ->
          BackendWords.sayTooLarge(text)
              ? new ExportResult.Split(message)
              : new ExportResult.Retryable(GrpcErrors.retryInfo(trailers), message);
      case INVALID_ARGUMENT -> new ExportResult.Permanent(!BackendWords.sayNoTenant(text), message);
      case INTERNAL -> new ExportResult.Permanent(BackendWords.sayUnreadable(text), message);
      default -> new ExportResult.Permanent(false, message);
    };
  }
}
