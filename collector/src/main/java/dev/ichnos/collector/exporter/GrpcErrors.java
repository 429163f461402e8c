package dev.ichnos.collector.exporter;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every gRPC backend's errors say beside their code. */
public final class GrpcErrors {
  private static final Metadata.Key<byte[]> STATUS_DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private GrpcErrors() {}

  /**
   * Whether no backend said it: what stands at the endpoint does not speak gRPC, or the connection
   * broke in a way that grpc-java has no better code for. It then gives {@code INTERNAL} or {@code
   * UNKNOWN} with the exception as its cause; a status that was sent never has one.
   */
  public static boolean isOurSide(Status status) {
    return status.getCause() != null
        && (status.getCode() == Status.Code.INTERNAL || status.getCode() == Status.Code.UNKNOWN);
  }

  /** The delay of RetryInfo among the status' details (google.rpc.Status); zero without one. */
  public static Duration retryInfo(@Nullable Metadata trailers) {
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
