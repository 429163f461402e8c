package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * A server half that was split from its client half, as far as its children need to know it.
 *
 * @param wireId the id that both halves had, which the client half keeps
 * @param id the one that the split gave
 * @param service who reported it, as received
 * @param instance what tells one pod of the service from another
 */
record ServerHalf(
    long wireId,
    long id,
    String service,
    String instance,
    long startEpochNanos,
    long endEpochNanos) {
  static final Comparator<ServerHalf> ORDER =
      Comparator.comparingLong(ServerHalf::startEpochNanos)
          .thenComparing(ServerHalf::id, Long::compareUnsigned)
          .thenComparingLong(ServerHalf::endEpochNanos)
          .thenComparing(ServerHalf::instance);

  static ServerHalf of(Span span) {
    return new ServerHalf(
        span.parentSpanId(),
        span.spanId(),
        ReceivedNames.service(span),
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

  static String instance(Span span) {
    return span.attributes().string(OtelKeys.NETWORK_LOCAL_ADDRESS)
        + ' '
        + ReceivedNames.nodeId(span);
  }

  boolean contains(Span child) {
    return startEpochNanos <= child.startEpochNanos() && child.startEpochNanos() <= endEpochNanos;
  }

  int retainedBytes() {
    return 56 + 2 * 40 + service.length() + instance.length();
  }
}
