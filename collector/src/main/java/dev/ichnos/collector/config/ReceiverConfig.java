package dev.ichnos.collector.config;

import java.util.Map;

/** One entry of {@code receivers}. */
public sealed interface ReceiverConfig
    permits ZipkinReceiverConfig,
        OtlpReceiverConfig,
        OpenCensusReceiverConfig,
        EnvoyReceiverConfig,
        SkyWalkingReceiverConfig,
        DatadogReceiverConfig,
        CloudTraceReceiverConfig,
        LightstepReceiverConfig,
        JaegerReceiverConfig,
        XRayReceiverConfig {
  /** {@code type} or {@code type/name}: the key in the file, and a metric label. */
  String id();

  /**
   * The TCP listeners that it asks for, in the file's order, by the key of their section below the
   * receiver's, such as {@code protocols.grpc}; the empty key stands for that section itself.
   */
  Map<String, ServerConfig> servers();

  /** What is kept of its requests' headers. */
  MetadataConfig metadata();
}
