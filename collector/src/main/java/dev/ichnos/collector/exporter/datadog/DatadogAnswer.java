package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.exporter.RetryAfter;
import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Instant;

/**
 * What an Agent's answer means for the batch (DataDog/datadog-agent
 * pkg/trace/api/{api,responses}.go @ 7.6x, told to answer with its real status).
 *
 * <p>429 is the Agent's word for "no decoder free within a second". 403 and 415 are about us, not
 * about the spans; 400 is what it could not decode.
 */
final class DatadogAnswer {
  private DatadogAnswer() {}

  /**
   * The meaning of a status.
   *
   * @param text the body, short
   * @param retryAfter the header, seconds or a date; empty when absent
   * @param now what a date is compared with
   */
  static ExportResult of(int status, String text, String retryAfter, Instant now) {
    if (status / 100 == 2) {
      return ExportResult.DELIVERED;
    }
    String message = text.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + text;
    return switch (status) {
      case 400 -> new ExportResult.Permanent(true, message);
      case 413 -> new ExportResult.Split(message);
      case 408, 429 -> new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message);
      default ->
          status >= 500
              ? new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message)
              : new ExportResult.Permanent(false, message);
    };
  }
}
