package dev.ichnos.collector.config;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * {@code exporters.zipkin}: Zipkin v2 over HTTP, to any Zipkin server.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param endpoint {@code endpoint}: the full URL, such as {@code http://zipkin:9411/api/v2/spans}
 * @param tls {@code tls}; {@code http} or {@code https} of the URL decides whether TLS is used
 * @param headers {@code headers}: sent with every request
 * @param compression {@code compression}
 * @param format {@code format}: {@code json} or {@code proto}
 * @param maxMessageSize {@code max_message_size}: bytes of one message before compression; larger
 *     batches are split
 */
public record ZipkinExporterConfig(
    String id,
    LaneConfig lane,
    URI endpoint,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Compression compression,
    Format format,
    DataSize maxMessageSize)
    implements ExporterConfig {
  /** The two encodings of Zipkin v2. */
  public enum Format {
    JSON,
    PROTO
  }

  public ZipkinExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    HttpUrl.require("endpoint", endpoint, "http://zipkin:9411/api/v2/spans");
    Objects.requireNonNull(tls, "tls");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(format, "format");
    if (maxMessageSize.bytes() < 1024) {
      throw new IllegalArgumentException(
          "max_message_size: " + maxMessageSize + " (expected: at least 1KiB)");
    }
  }

  /**
   * A lane that names services as proxies do, so that what is in the server already stays found.
   */
  public static LaneConfig laneDefaults() {
    return LaneConfig.defaults().withForm(SpanFormConfig.joined());
  }

  /** Everything at its default, towards this full URL. */
  public static ZipkinExporterConfig defaults(String id, URI endpoint) {
    return new ZipkinExporterConfig(
        id,
        laneDefaults(),
        endpoint,
        TlsClientConfig.defaults(),
        Map.of(),
        Compression.GZIP,
        Format.JSON,
        OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);
  }
}
