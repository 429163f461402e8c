package dev.ichnos.collector.config;

/** One entry of {@code receivers}. */
public sealed interface ReceiverConfig permits ZipkinReceiverConfig, OtlpReceiverConfig {
  /** {@code type} or {@code type/name}: the key in the file, and a metric label. */
  String id();
}
