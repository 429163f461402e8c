package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.exporter.RetryAfter;
import dev.ichnos.collector.pipeline.ExportResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a gRPC error means for the batch. */
final class GrpcAnswer {
  private static final Metadata.Key<byte[]> STATUS_DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private GrpcAnswer() {}

  /** The meaning of a status that is not OK. */
  static ExportResult of(Status status, @Nullable Metadata trailers) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    String message = text.isEmpty() ? status.getCode().name() : status.getCode() + ": " + text;
    return switch (status.getCode()) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new ExportResult.Retryable(delay(trailers), message);
      case RESOURCE_EXHAUSTED ->
          BackendWords.sayTooLarge(text)
              ? new ExportResult.Split(message)
              : new ExportResult.Retryable(delay(trailers), message);
      case INVALID_ARGUMENT -> new ExportResult.Permanent(!BackendWords.sayNoTenant(text), message);
      default -> new ExportResult.Permanent(false, message);
    };
  }

  /** RetryInfo's delay; zero when there is none. */
  private static Duration delay(@Nullable Metadata trailers) {
    byte[] details = trailers == null ? null : trailers.get(STATUS_DETAILS);
    if (details == null) {
      return Duration.ZERO;
    }
    try {
      return OtlpErrors.decode(OtlpFormats.OTLP_PROTO, details)
          .retryDelay()
          .map(RetryAfter::bounded)
          .orElse(Duration.ZERO);
    } catch (DecodeException e) {
      return Duration.ZERO; // a hint that cannot be read is no hint
    }
  }
}
