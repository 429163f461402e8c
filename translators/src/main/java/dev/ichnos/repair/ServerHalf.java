package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * A server half that was split from its client half, as far as its children need to know it. Texts
 * are hashes: whether two are the same is all that is asked of them, and many are kept.
 *
 * @param wireId the id that both halves had, which the client half keeps
 * @param id the one that the split gave
 * @param service {@link #service} of its span
 * @param instance {@link #instance} of its span
 */
record ServerHalf(
    long wireId, long id, long service, long instance, long startEpochNanos, long endEpochNanos) {
  static final Comparator<ServerHalf> ORDER =
      Comparator.comparingLong(ServerHalf::startEpochNanos)
          .thenComparing(ServerHalf::id, Long::compareUnsigned)
          .thenComparingLong(ServerHalf::endEpochNanos)
          .thenComparingLong(ServerHalf::instance);

  static ServerHalf of(Span span) {
    return new ServerHalf(
        span.parentSpanId(),
        span.spanId(),
        service(span),
        instance(span),
        span.startEpochNanos(),
        span.endEpochNanos());
  }

  static boolean is(Span span) {
    return SharedSpanSplit.isSplit(span)
        && span.attributes()
            .string(IchnosKeys.ORIGINAL_SPAN_ID)
            .equals(HexFormat.of().toHexDigits(span.parentSpanId()));
  }

  /** Who reported the span, as received; 0 if nobody is named. */
  static long service(Span span) {
    String service = ReceivedNames.service(span);
    return service.isEmpty() ? 0 : IdHash.text(0, service);
  }

  /** What tells one pod of the service from another. */
  static long instance(Span span) {
    long address = IdHash.text(0, span.attributes().string(OtelKeys.NETWORK_LOCAL_ADDRESS));
    return IdHash.text(address, ReceivedNames.nodeId(span));
  }

  boolean contains(Span child) {
    return startEpochNanos <= child.startEpochNanos() && child.startEpochNanos() <= endEpochNanos;
  }
}
