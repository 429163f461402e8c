package dev.ichnos.collector.exporter.zipkin;

import dev.ichnos.collector.exporter.RetryAfter;
import dev.ichnos.collector.pipeline.ExportResult;
import java.time.Instant;

/**
 * What a Zipkin server's answer means for the batch.
 *
 * <p>A server's own fault (500 and above) is no verdict on the spans: Zipkin says 500 while its
 * storage is away, so such a batch is kept. 501 and 505 are what a server says that will never take
 * it.
 */
final class ZipkinAnswer {
  private ZipkinAnswer() {}

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
      case 408, 425, 429 -> new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message);
      case 501, 505 -> new ExportResult.Permanent(false, message);
      default ->
          status >= 500
              ? new ExportResult.Retryable(RetryAfter.parse(retryAfter, now), message)
              : new ExportResult.Permanent(false, message);
    };
  }
}
