package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.collector.exporter.RetryAfter;
import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Instant;

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
      case 429, 502, 503, 504 ->
          new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message);
      case 500 ->
          BackendWords.sayRateLimited(text)
              ? new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message)
              : new ExportResult.Permanent(false, message);
      case 400 -> new ExportResult.Permanent(!BackendWords.sayNoTenant(text), message);
      default -> new ExportResult.Permanent(false, message);
    };
  }
}
