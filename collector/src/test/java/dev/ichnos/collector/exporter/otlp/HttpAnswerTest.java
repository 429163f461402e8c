package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void of_statusThatMayPassLater_isRetryable(int status) {
    assertThat(HttpAnswer.of(status, "", "", NOW))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "HTTP " + status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7",
        "' 12 ' | 12",
        "Fri, 02 Jan 2026 03:05:05 GMT | 60",
        "Fri, 02 Jan 2026 03:00:00 GMT | 0",
        "99999999999999999999 | 300",
        "soon | 0",
        "-1 | 0"
      })
  void of_retryAfter_waitsAsAsked(String header, int seconds) {
    assertThat(HttpAnswer.of(503, "busy", header, NOW))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(seconds), "HTTP 503: busy"));
  }

  @Test
  void of_rateLimitAs500_isRetryable() {
    assertThat(HttpAnswer.of(500, "RATE_LIMITED: ingestion rate limit", "", NOW))
        .isInstanceOf(ExportResult.Retryable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "413 | ''",
        "429 | RATE_LIMITED: batch size (31 bytes) exceeds ingestion limit",
        "500 | received message larger than max"
      })
  void of_tooLarge_isSplit(int status, String text) {
    assertThat(HttpAnswer.of(status, text, "5", NOW)).isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void of_badRequest_blamesSpans() {
    assertThat(HttpAnswer.of(400, "span ids", "", NOW))
        .isEqualTo(new ExportResult.Permanent(true, "HTTP 400: span ids"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 415, 500, 501})
  void of_anythingElse_isPermanentWithoutBlamingSpans(int status) {
    assertThat(HttpAnswer.of(status, "no", "", NOW))
        .isEqualTo(new ExportResult.Permanent(false, "HTTP " + status + ": no"));
  }
}
