package dev.ichnos.collector.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code exporters.otlp}: OTLP over gRPC, to Tempo or any OTLP backend.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param endpoints {@code endpoint} or {@code endpoints}: tried in turn, one connection each; a
 *     name with several addresses is spread over all of them
 * @param tls {@code tls}
 * @param headers {@code headers}: sent with every call, such as {@code X-Scope-OrgID}
 * @param compression {@code compression}
 * @param maxMessageSize {@code max_message_size}: bytes of one message before compression; larger
 *     batches are split
 */
public record OtlpExporterConfig(
    String id,
    LaneConfig lane,
    List<Endpoint> endpoints,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Compression compression,
    DataSize maxMessageSize)
    implements ExporterConfig {
  public static final DataSize DEFAULT_MAX_MESSAGE_SIZE = DataSize.ofKibibytes(3_584);

  public OtlpExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoint: none (expected: HOST:PORT)");
    }
    Objects.requireNonNull(tls, "tls");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(compression, "compression");
    if (maxMessageSize.bytes() < 1024) {
      throw new IllegalArgumentException(
          "max_message_size: " + maxMessageSize + " (expected: at least 1KiB)");
    }
  }

  /** Everything at its default, towards one endpoint. */
  public static OtlpExporterConfig defaults(String id, Endpoint endpoint, TlsClientConfig tls) {
    return new OtlpExporterConfig(
        id,
        LaneConfig.defaults(),
        List.of(endpoint),
        tls,
        Map.of(),
        Compression.GZIP,
        DEFAULT_MAX_MESSAGE_SIZE);
  }
}
