package dev.ichnos.collector.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void of_success_isDelivered(int status) {
    assertThat(ZipkinAnswer.of(status, "", "", NOW)).isEqualTo(ExportResult.DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 520})
  void of_statusThatMayPassLater_isRetryableAsAsked(int status) {
    assertThat(ZipkinAnswer.of(status, "busy", "7", NOW))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(7), "HTTP " + status + ": busy"));
  }

  @Test
  void of_badRequest_blamesSpans() {
    assertThat(ZipkinAnswer.of(400, "Malformed reading id", "", NOW))
        .isEqualTo(new ExportResult.Permanent(true, "HTTP 400: Malformed reading id"));
  }

  @Test
  void of_tooLarge_isSplit() {
    assertThat(ZipkinAnswer.of(413, "", "", NOW)).isEqualTo(new ExportResult.Split("HTTP 413"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 401, 403, 404, 405, 415, 501, 505})
  void of_anythingElse_isPermanentWithoutBlamingSpans(int status) {
    assertThat(ZipkinAnswer.of(status, "no", "", NOW))
        .isEqualTo(new ExportResult.Permanent(false, "HTTP " + status + ": no"));
  }
}
