package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One span while it is read, in SkyWalking's terms. */
final class SpanDraft {
  /** No time in milliseconds beyond this can be said in nanoseconds. */
  private static final long MOST_MILLIS = Long.MAX_VALUE / 1_000_000;

  private static final String[] LAYERS = {
    "", "Database", "RPCFramework", "Http", "MQ", "Cache", "FAAS"
  };

  private final DecodeLimits limits;

  private final String segmentPlace;
  private final int index;

  int spanId;
  int parentSpanId;
  long startEpochNanos;
  long endEpochNanos;
  String operationName = "";
  String peer = "";
  SpanType type = SpanType.ENTRY;

  /** The layer's name, or its number if it is a newer one; empty for none. */
  String layer = "";

  int componentId;
  boolean error;
  boolean skipAnalysis;

  final Attributes.Builder tags = Attributes.builder();
  final List<Reference> references = new ArrayList<>(1);
  final List<Event> logs = new ArrayList<>(0);
  final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  int droppedTags;
  int droppedReferences;
  int droppedLogs;

  /**
   * An empty one.
   *
   * @param segmentPlace where its segment stands in the message, such as {@code segments[2].};
   *     empty when the message is the segment
   * @param index of the span in the segment's list
   */
  SpanDraft(DecodeLimits limits, String segmentPlace, int index) {
    this.limits = limits;
    this.segmentPlace = segmentPlace;
    this.index = index;
  }

  /** Where it stands in the message, for people to read. */
  String place() {
    return segmentPlace + "spans[" + index + "]";
  }

  void mended(MendReason what) {
    mends.merge(what, 1, Integer::sum);
  }

  void type(SpanType value) {
    type = value;
    if (value == SpanType.OTHER) {
      mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  void layer(long number) {
    layer = number >= 0 && number < LAYERS.length ? LAYERS[(int) number] : Long.toString(number);
  }

  void layer(String name) {
    layer = name.equals("Unknown") ? "" : name;
  }

  /** Of two tags with one key the last stays. */
  void tag(String key, String value) {
    String common = TagNames.common(key, value);
    String shown = tags.contains(common) ? key : common;
    if (tags.size() >= limits.maxAttributes() && !tags.contains(shown)) {
      droppedTags++;
      return;
    }
    tags.put(shown, value);
  }

  void reference(Reference reference) {
    if (references.size() >= limits.maxLinks()) {
      droppedReferences++;
      return;
    }
    references.add(reference);
  }

  void log(Event log) {
    if (logs.size() >= limits.maxEvents()) {
      droppedLogs++;
      return;
    }
    logs.add(log);
  }

  /** Nanoseconds; 0, counted, for what is negative or beyond the year 2262. */
  long nanos(long millis) {
    if (millis < 0 || millis > MOST_MILLIS) {
      mended(MendReason.TIME);
      return 0;
    }
    return millis * 1_000_000;
  }
}
