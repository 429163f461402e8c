package dev.ichnos.collector.config;

import java.util.List;

/**
 * {@code cors}: which pages of browsers may send to a receiver and read its answers.
 *
 * <p>None by default. Nothing of a mesh needs it, and every origin that is let in is one more who
 * may fill the journal from a browser inside the network, which no firewall sees. Zipkin's own
 * server lets in all of them.
 *
 * @param allowedOrigins {@code allowed_origins}: as browsers state them, such as {@code
 *     https://shop.example.com}; one {@code *} in each stands for any text
 * @param allowedHeaders {@code allowed_headers}: beside {@code content-type} and {@code
 *     content-encoding}
 * @param maxAgeSeconds {@code max_age}: how long a browser may remember the answer, seconds; 0
 *     leaves that to it
 */
public record CorsConfig(
    List<String> allowedOrigins, List<String> allowedHeaders, int maxAgeSeconds) {
  public CorsConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHeaders = List.copyOf(allowedHeaders);
    if (maxAgeSeconds < 0) {
      throw new IllegalArgumentException("max_age: " + maxAgeSeconds + " (expected: 0 or more)");
    }
  }

  public static CorsConfig defaults() {
    return new CorsConfig(List.of(), List.of(), 0);
  }
}
