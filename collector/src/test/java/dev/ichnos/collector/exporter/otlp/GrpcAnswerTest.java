package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.pipeline.ExportResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcAnswerTest {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "CANCELLED",
        "DEADLINE_EXCEEDED",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNAVAILABLE",
        "DATA_LOSS",
        "RESOURCE_EXHAUSTED"
      })
  void of_codeThatMayPassLater_isRetryable(Status.Code code) {
    assertThat(GrpcAnswer.of(code.toStatus().withDescription("why"), null))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, code + ": why"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "UNKNOWN",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "UNAUTHENTICATED",
        "FAILED_PRECONDITION",
        "UNIMPLEMENTED",
        "INTERNAL"
      })
  void of_codeThatNeverPasses_isPermanentWithoutBlamingSpans(Status.Code code) {
    assertThat(GrpcAnswer.of(code.toStatus(), null))
        .isEqualTo(new ExportResult.Permanent(false, code.name()));
  }

  @Test
  void of_internalWithACause_isNoBackendsWord() {
    Status broken =
        Status.INTERNAL.withDescription("http2 exception").withCause(new IOException("HTTP/1.1"));

    assertThat(GrpcAnswer.of(broken, new Metadata()))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "INTERNAL: http2 exception"));
  }

  @Test
  void of_invalidArgument_blamesSpans() {
    assertThat(GrpcAnswer.of(Status.INVALID_ARGUMENT.withDescription("span ids"), null))
        .isEqualTo(new ExportResult.Permanent(true, "INVALID_ARGUMENT: span ids"));
  }

  @Test
  void of_messageThatTheBackendCannotRead_blamesSpans() {
    String said = "grpc: error unmarshalling request: proto: wrong wireType = 0 for field TraceId";

    assertThat(GrpcAnswer.of(Status.INTERNAL.withDescription(said), null))
        .isEqualTo(new ExportResult.Permanent(true, "INTERNAL: " + said));
  }

  @Test
  void of_missingTenant_blamesNoSpan() {
    assertThat(GrpcAnswer.of(Status.INVALID_ARGUMENT.withDescription("no org id"), null))
        .isEqualTo(new ExportResult.Permanent(false, "INVALID_ARGUMENT: no org id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RATE_LIMITED: batch size (31000000 bytes) exceeds ingestion limit",
        "grpc: received message larger than max (5000000 vs. 4194304)",
        "grpc: received message after decompression larger than max 4194304",
        "gRPC message exceeds maximum size 4194304: 5000000"
      })
  void of_sizeWords_isSplitInSpiteOfRetryInfo(String text) {
    assertThat(
            GrpcAnswer.of(
                Status.RESOURCE_EXHAUSTED.withDescription(text), retryInfo(Duration.ofSeconds(5))))
        .isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void of_retryInfo_waitsAsAsked() {
    Metadata trailers = retryInfo(Duration.ofMillis(5_250));

    assertThat(GrpcAnswer.of(Status.RESOURCE_EXHAUSTED.withDescription("slow down"), trailers))
        .isEqualTo(
            new ExportResult.Retryable(Duration.ofMillis(5_250), "RESOURCE_EXHAUSTED: slow down"));
  }

  @Test
  void of_absurdRetryInfo_waitsFiveMinutes() {
    assertThat(GrpcAnswer.of(Status.UNAVAILABLE, retryInfo(Duration.ofDays(400_000))))
        .isEqualTo(new ExportResult.Retryable(Duration.ofMinutes(5), "UNAVAILABLE"));
  }

  @Test
  void of_unreadableDetails_doesNotWait() {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, new byte[] {-1, -1, -1});

    assertThat(GrpcAnswer.of(Status.UNAVAILABLE, trailers))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "UNAVAILABLE"));
  }

  private static Metadata retryInfo(Duration delay) {
    Metadata trailers = new Metadata();
    trailers.put(
        DETAILS,
        OtlpErrors.encode(
            OtlpFormats.OTLP_PROTO, new OtlpErrors.RpcError(8, "text", Optional.of(delay))));
    return trailers;
  }
}
