package dev.ichnos.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All header families, in the order of precedence: where several hold a context, the first one that
 * can be read wins.
 *
 * <p>The order is that of Envoy's own tracers: {@code b3} wins over the several B3 headers, these
 * over {@code traceparent} (which Envoy's Zipkin tracer reads only if there is no B3), and what
 * load balancers and clouds put in on their own comes later, since it may name a span that nobody
 * reports. A malformed header does not hide the families behind it.
 */
public final class HeaderFamilies {
  /** {@code b3}. */
  public static final HeaderFamily B3 = new B3Single();

  /** {@code x-b3-traceid} and the others. */
  public static final HeaderFamily B3_MULTI = new B3Multi();

  /** {@code traceparent} and {@code tracestate}. */
  public static final HeaderFamily TRACEPARENT = new TraceParent();

  /** {@code x-cloud-trace-context}. */
  public static final HeaderFamily CLOUD_TRACE = new CloudTrace();

  /** {@code grpc-trace-bin}. */
  public static final GrpcTraceBin GRPC_TRACE_BIN = new GrpcTraceBin();

  /** {@code x-datadog-trace-id} and the others. */
  public static final HeaderFamily DATADOG = new Datadog();

  /** {@code sw8}. */
  public static final HeaderFamily SKYWALKING = new SkyWalking();

  /** {@code x-amzn-trace-id}. */
  public static final HeaderFamily X_RAY = new XRay();

  private static final List<HeaderFamily> ALL =
      List.of(B3, B3_MULTI, TRACEPARENT, DATADOG, SKYWALKING, CLOUD_TRACE, GRPC_TRACE_BIN, X_RAY);

  private HeaderFamilies() {}

  /** Every family, first the one that wins. */
  public static List<HeaderFamily> all() {
    return ALL;
  }

  /** The family of this {@link HeaderFamily#id}. */
  public static Optional<HeaderFamily> byId(String id) {
    return ALL.stream().filter(family -> family.id().equals(id)).findFirst();
  }

  /** What each family that is there at all says of these headers, first the one that wins. */
  public static List<Found> readAll(HeaderLookup headers) {
    List<Found> found = new ArrayList<>();
    for (HeaderFamily family : ALL) {
      HeaderReading reading = family.read(headers);
      if (reading != HeaderReading.ABSENT) {
        found.add(new Found(family, reading));
      }
    }
    return found;
  }

  /**
   * What a family found.
   *
   * @param family who reads
   * @param reading a context, or why there is none; never {@link HeaderReading#ABSENT}
   */
  public record Found(HeaderFamily family, HeaderReading reading) {}
}
