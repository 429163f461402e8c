package dev.ichnos.collector.exporter.googlecloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.pipeline.ExportResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleCloudAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, retry",
    "DEADLINE_EXCEEDED, retry",
    "ABORTED, retry",
    "CANCELLED, retry",
    "RESOURCE_EXHAUSTED, retry after 1 s",
    "UNAUTHENTICATED, retry",
    "PERMISSION_DENIED, retry",
    "INVALID_ARGUMENT, bisect",
    "INTERNAL, bisect",
    "UNKNOWN, bisect",
    "NOT_FOUND, give up",
    "FAILED_PRECONDITION, give up",
    "OUT_OF_RANGE, give up",
    "ALREADY_EXISTS, give up",
    "UNIMPLEMENTED, give up",
    "DATA_LOSS, give up",
  })
  void of_code_meansThis(Status.Code code, String meaning) {
    String message = code + ": words";

    assertThat(GoogleCloudAnswer.of(code.toStatus().withDescription("words"), null, true))
        .isEqualTo(
            switch (meaning) {
              case "retry" -> new ExportResult.Retryable(Duration.ZERO, message);
              case "retry after 1 s" -> new ExportResult.Retryable(Duration.ofSeconds(1), message);
              case "bisect" -> new ExportResult.Permanent(true, message);
              default -> new ExportResult.Permanent(false, message);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received message larger than max (5000000 vs. 4194304)",
        "gRPC message exceeds maximum size 4194304: 5000000",
        "grpc: received message after decompression larger than max 4194304",
        "Request payload size exceeds the limit: 10485760 bytes."
      })
  void of_messageTooLarge_isSplitWhateverTheCode(String text) {
    assertThat(GoogleCloudAnswer.of(Status.RESOURCE_EXHAUSTED.withDescription(text), null, true))
        .isInstanceOf(ExportResult.Split.class);
    assertThat(GoogleCloudAnswer.of(Status.INVALID_ARGUMENT.withDescription(text), null, true))
        .isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void of_noRightToASendersProject_isGivenUp() {
    assertThat(GoogleCloudAnswer.of(Status.PERMISSION_DENIED, null, false))
        .isEqualTo(new ExportResult.Permanent(false, "PERMISSION_DENIED"));
  }

  @Test
  void of_detailsThatCannotBeRead_areNoHint() {
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
        "no protobuf".getBytes(StandardCharsets.US_ASCII));

    assertThat(GoogleCloudAnswer.of(Status.UNAVAILABLE, trailers, true))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "UNAVAILABLE"));
  }
}
