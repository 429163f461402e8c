package dev.ichnos.collector;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.collector.mapping.ExporterMapping;
import dev.ichnos.collector.mapping.Payload;
import dev.ichnos.model.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code print-mapping} has to tell.
 *
 * @param name of the file
 * @param asOfEpochNanos the time that it was on the way, nanoseconds since 1970
 * @param identity spans that identity changed, by rule
 */
record MappedPayload(
    String name,
    Payload payload,
    long asOfEpochNanos,
    Map<String, Integer> identity,
    List<ExporterMapping> exporters) {
  Instant asOf() {
    return Instant.ofEpochSecond(0, asOfEpochNanos);
  }

  long traces() {
    return payload.spans().stream().map(Span::traceId).distinct().count();
  }

  /** Spans that decoding gave up, by the reason's label. */
  Map<String, Integer> dropped() {
    Map<String, Integer> labels = new TreeMap<>();
    for (Map.Entry<DropReason, Integer> dropped : payload.dropped().entrySet()) {
      labels.put(dropped.getKey().label(), dropped.getValue());
    }
    return labels;
  }

  /** Fields that decoding put right, by the reason's label. */
  Map<String, Integer> mended() {
    Map<String, Integer> labels = new TreeMap<>();
    for (Map.Entry<MendReason, Integer> mended : payload.mended().entrySet()) {
      labels.put(mended.getKey().label(), mended.getValue());
    }
    return labels;
  }
}
