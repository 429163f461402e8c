package dev.ichnos.istio;

import org.jspecify.annotations.Nullable;

/**
 * MeshConfig's {@code defaultConfig}, as far as traces go.
 *
 * @param tracing null leaves what Istio was installed with; an empty one switches the legacy tracer
 *     off, which otherwise keeps a static {@code zipkin} cluster and its DNS look-ups in every
 *     proxy
 */
public record ProxyConfig(@Nullable LegacyTracing tracing) {
  /** The legacy way to configure a tracer. Empty on purpose: none of its fields is known here. */
  public record LegacyTracing() {}
}
