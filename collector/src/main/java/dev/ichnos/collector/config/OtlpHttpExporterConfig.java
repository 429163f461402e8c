package dev.ichnos.collector.config;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * {@code exporters.otlphttp}: OTLP over HTTP.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param tracesEndpoint {@code traces_endpoint}: the full URL; or from {@code endpoint}, to which
 *     {@code /v1/traces} is added
 * @param tls {@code tls}; {@code http} or {@code https} of the URL decides whether TLS is used
 * @param headers {@code headers}: sent with every request
 * @param compression {@code compression}
 * @param encoding {@code encoding}: {@code proto} or {@code json}
 * @param maxMessageSize {@code max_message_size}: bytes of one message before compression; larger
 *     batches are split
 */
public record OtlpHttpExporterConfig(
    String id,
    LaneConfig lane,
    URI tracesEndpoint,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Compression compression,
    Encoding encoding,
    DataSize maxMessageSize)
    implements ExporterConfig {
  /** The two encodings of OTLP over HTTP. */
  public enum Encoding {
    PROTO,
    JSON
  }

  public OtlpHttpExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    HttpUrl.require("endpoint", tracesEndpoint, "http://tempo:4318");
    Objects.requireNonNull(tls, "tls");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(encoding, "encoding");
    if (maxMessageSize.bytes() < 1024) {
      throw new IllegalArgumentException(
          "max_message_size: " + maxMessageSize + " (expected: at least 1KiB)");
    }
  }

  /** Everything at its default, towards this full URL. */
  public static OtlpHttpExporterConfig defaults(String id, URI tracesEndpoint) {
    return new OtlpHttpExporterConfig(
        id,
        LaneConfig.defaults(),
        tracesEndpoint,
        TlsClientConfig.defaults(),
        Map.of(),
        Compression.GZIP,
        Encoding.PROTO,
        OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);
  }
}
