package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void of_success_isDelivered(int status) {
    assertThat(DatadogAnswer.of(status, "{\"rate_by_service\":{}}", "", NOW))
        .isEqualTo(ExportResult.DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void of_statusThatMayPassLater_isRetryableAsAsked(int status) {
    assertThat(DatadogAnswer.of(status, "busy", "7", NOW))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(7), "HTTP " + status + ": busy"));
  }

  @Test
  void of_retryAfterAsDate_isComparedWithNow() {
    assertThat(DatadogAnswer.of(429, "", "Fri, 02 Jan 2026 03:04:15 GMT", NOW))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(10), "HTTP 429"));
  }

  @Test
  void of_undecodable_blamesSpans() {
    assertThat(DatadogAnswer.of(400, "unexpected-eof", "", NOW))
        .isEqualTo(new ExportResult.Permanent(true, "HTTP 400: unexpected-eof"));
  }

  @Test
  void of_tooLarge_isSplit() {
    assertThat(DatadogAnswer.of(413, "payload-too-large", "", NOW))
        .isEqualTo(new ExportResult.Split("HTTP 413: payload-too-large"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 405, 415})
  void of_anythingElse_isPermanentWithoutBlamingSpans(int status) {
    assertThat(DatadogAnswer.of(status, "no", "", NOW))
        .isEqualTo(new ExportResult.Permanent(false, "HTTP " + status + ": no"));
  }
}
