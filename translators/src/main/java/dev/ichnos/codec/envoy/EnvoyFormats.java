package dev.ichnos.codec.envoy;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class EnvoyFormats {
  /** The protobuf message {@code envoy.service.trace.v3.StreamTracesMessage}, or v2's. */
  public static final Format ENVOY_PROTO = new Format("ENVOY_PROTO", "application/x-protobuf");

  private EnvoyFormats() {}
}
