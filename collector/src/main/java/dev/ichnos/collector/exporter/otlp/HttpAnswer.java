package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.collector.pipeline.ExportResult;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What an HTTP error means for the batch. */
final class HttpAnswer {
  private HttpAnswer() {}

  /**
   * The meaning of a status that is not 2xx.
   *
   * @param text the body, as far as it is text
   * @param retryAfter the header, seconds or a date; empty when absent
   * @param now what a date is compared with
   */
  static ExportResult of(int status, String text, String retryAfter, Instant now) {
    String message = text.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + text;
    boolean mayBeSize = status == 429 || status == 500;
    if (status == 413 || (mayBeSize && BackendWords.sayTooLarge(text))) {
      return new ExportResult.Split(message);
    }
    return switch (status) {
      case 429, 502, 503, 504 -> new ExportResult.Retryable(delay(retryAfter, now), message);
      case 500 ->
          BackendWords.sayRateLimited(text)
              ? new ExportResult.Retryable(delay(retryAfter, now), message)
              : new ExportResult.Permanent(false, message);
      case 400 -> new ExportResult.Permanent(!BackendWords.sayNoTenant(text), message);
      default -> new ExportResult.Permanent(false, message);
    };
  }

  /** Retry-After as RFC 9110 section 10.2.3 has it; zero when it is absent or neither form. */
  private static Duration delay(String retryAfter, Instant now) {
    String value = retryAfter.strip();
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return GrpcAnswer.bounded(
          Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
    }
    try {
      Instant then =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      return GrpcAnswer.bounded(Duration.between(now, then));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
