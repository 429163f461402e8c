package dev.ichnos.collector.exporter.otlp;

import java.util.List;
import java.util.Locale;

/** What the texts of backends give away that their codes do not. */
final class BackendWords {
  /**
   * A batch over a limit. Tempo: "RATE_LIMITED: batch size (N bytes) exceeds ingestion limit";
   * grpc-go: "received message larger than max (N vs 4194304)", also "after decompression";
   * grpc-java: "gRPC message exceeds maximum size 4194304: N".
   */
  private static final List<String> TOO_LARGE =
      List.of("batch size", "larger than max", "received message", "exceeds maximum size");

  private BackendWords() {}

  static boolean sayTooLarge(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TOO_LARGE.stream().anyMatch(lower::contains);
  }

  /** Tempo's rate limit, whatever the code it comes with. */
  static boolean sayRateLimited(String text) {
    return text.contains("RATE_LIMITED");
  }

  /**
   * A message that is no protobuf, such as one of a pass-through pipeline may be. grpc-go: "grpc:
   * error unmarshalling request: ..." or "grpc: failed to unmarshal the received message: ...".
   */
  static boolean sayUnreadable(String text) {
    return text.contains("unmarshal");
  }

  /** Tempo's words for a missing tenant: no span is at fault, though the code says so. */
  static boolean sayNoTenant(String text) {
    return text.toLowerCase(Locale.ROOT).contains("no org id");
  }
}
