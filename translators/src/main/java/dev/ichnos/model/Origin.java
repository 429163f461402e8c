package dev.ichnos.model;

import java.util.Map;
import java.util.Objects;

/**
 * Where a batch came from.
 *
 * @param receiver the id of the receiver that took it, such as {@code zipkin} or {@code otlp/mesh}
 * @param format the encoding it came in
 * @param peer the sender's IP address without port; empty when unknown (a unix socket, a file)
 * @param receivedEpochNanos when the message was taken, nanoseconds since 1970
 * @param metadata allow-listed request metadata by lower-case name: {@code tenant}, and, if the
 *     receiver trusts the sender, the last element of {@code x-forwarded-for} and {@code
 *     x-forwarded-client-cert}; mostly empty
 */
public record Origin(
    String receiver,
    Format format,
    String peer,
    long receivedEpochNanos,
    Map<String, String> metadata) {
  public Origin {
    Objects.requireNonNull(receiver, "receiver");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(peer, "peer");
    metadata = Map.copyOf(metadata);
  }
}
