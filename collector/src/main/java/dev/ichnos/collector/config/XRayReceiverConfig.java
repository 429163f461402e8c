package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Objects;

/**
 * {@code receivers.xray}: the datagrams of the X-Ray daemon. Not among the receivers that run
 * without a file: nobody answers a datagram, so that nobody would learn of a wrong address.
 *
 * @param id the key in the file
 * @param endpoint {@code endpoint}: UDP
 */
public record XRayReceiverConfig(String id, Endpoint endpoint) implements ReceiverConfig {
  public static final int DEFAULT_PORT = 2_000;

  public XRayReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(endpoint, "endpoint");
  }

  @Override
  public Map<String, ServerConfig> servers() {
    return Map.of();
  }

  /** Datagrams have no headers. */
  @Override
  public MetadataConfig metadata() {
    return MetadataConfig.defaults();
  }

  public static XRayReceiverConfig defaults() {
    return new XRayReceiverConfig("xray", new Endpoint("127.0.0.1", DEFAULT_PORT));
  }
}
