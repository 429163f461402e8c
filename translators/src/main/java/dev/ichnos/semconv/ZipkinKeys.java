package dev.ichnos.semconv;

/** Attributes that keep what only Zipkin's model can say. */
public final class ZipkinKeys {
  /** The IPv6 address of a local endpoint that also states an IPv4 address. */
  public static final String LOCAL_IPV6 = "zipkin.local.ipv6";

  /** The IPv6 address of a remote endpoint that also states an IPv4 address. */
  public static final String REMOTE_IPV6 = "zipkin.remote.ipv6";

  /** A tag whose presence, whatever its value, says that the span failed. */
  public static final String ERROR = "error";

  /** The duration in nanoseconds of a span that states a duration but no timestamp. */
  public static final String DURATION_NANOS = "zipkin.duration_nanos";

  private ZipkinKeys() {}
}
