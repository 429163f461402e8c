package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One listener: where, how, and its bounds.
 *
 * @param endpoint {@code endpoint}
 * @param tls {@code tls}; absent means plain text
 * @param auth {@code auth}; absent means that everybody may send
 * @param maxRequestBodySize {@code max_request_body_size}: bytes of one message as it comes
 * @param maxDecompressedSize {@code max_decompressed_size}: bytes of one message after gzip
 * @param maxHeaderSize {@code max_header_size}: bytes of all headers of one request
 * @param maxConcurrentStreams {@code max_concurrent_streams}: of one HTTP/2 connection
 * @param maxConnections {@code max_connections}: further ones are closed at once, counted
 * @param idleTimeout {@code idle_timeout}: a connection without requests is closed after this
 * @param maxConnectionAge {@code max_connection_age}: then clients are asked to connect anew, so
 *     that new replicas get their share; each connection's age varies by a tenth either way
 * @param maxConnectionAgeGrace {@code max_connection_age_grace}: time for what is in flight; calls
 *     that are still open then end with OK between two messages
 */
public record ServerConfig(
    Endpoint endpoint,
    Optional<TlsServerConfig> tls,
    Optional<AuthConfig> auth,
    DataSize maxRequestBodySize,
    DataSize maxDecompressedSize,
    DataSize maxHeaderSize,
    int maxConcurrentStreams,
    int maxConnections,
    Duration idleTimeout,
    Duration maxConnectionAge,
    Duration maxConnectionAgeGrace) {
  public ServerConfig {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(auth, "auth");
    requirePositive("max_request_body_size", maxRequestBodySize.bytes());
    requirePositive("max_decompressed_size", maxDecompressedSize.bytes());
    requirePositive("max_header_size", maxHeaderSize.bytes());
    requirePositive("max_concurrent_streams", maxConcurrentStreams);
    requirePositive("max_connections", maxConnections);
    requirePositive("idle_timeout", idleTimeout.toMillis());
    requirePositive("max_connection_age", maxConnectionAge.toMillis());
    requirePositive("max_connection_age_grace", maxConnectionAgeGrace.toMillis());
  }

  /** The same without {@code auth}. */
  public ServerConfig(
      Endpoint endpoint,
      Optional<TlsServerConfig> tls,
      DataSize maxRequestBodySize,
      DataSize maxDecompressedSize,
      DataSize maxHeaderSize,
      int maxConcurrentStreams,
      int maxConnections,
      Duration idleTimeout,
      Duration maxConnectionAge,
      Duration maxConnectionAgeGrace) {
    this(
        endpoint,
        tls,
        Optional.empty(),
        maxRequestBodySize,
        maxDecompressedSize,
        maxHeaderSize,
        maxConcurrentStreams,
        maxConnections,
        idleTimeout,
        maxConnectionAge,
        maxConnectionAgeGrace);
  }

  /**
   * 64 MiB, or less on a small heap: a message can decode to fifteen times its bytes, and each of
   * two event loops may hold one.
   */
  private static DataSize messageSize() {
    long heap = Runtime.getRuntime().maxMemory();
    return new DataSize(Math.min(64L << 20, Math.max(1L << 20, heap / 64)));
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: more than 0)");
    }
  }

  /** The same listener with TLS. */
  public ServerConfig withTls(TlsServerConfig other) {
    return with(Optional.of(other), auth);
  }

  /** The same listener, for senders who show one of these. */
  public ServerConfig withAuth(AuthConfig other) {
    return with(tls, Optional.of(other));
  }

  private ServerConfig with(Optional<TlsServerConfig> otherTls, Optional<AuthConfig> otherAuth) {
    return new ServerConfig(
        endpoint,
        otherTls,
        otherAuth,
        maxRequestBodySize,
        maxDecompressedSize,
        maxHeaderSize,
        maxConcurrentStreams,
        maxConnections,
        idleTimeout,
        maxConnectionAge,
        maxConnectionAgeGrace);
  }

  /** Plain text on this endpoint, with the default bounds. */
  public static ServerConfig defaults(Endpoint endpoint) {
    return new ServerConfig(
        endpoint,
        Optional.empty(),
        messageSize(),
        messageSize(),
        DataSize.ofKibibytes(16),
        1_000,
        10_000,
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30));
  }
}
