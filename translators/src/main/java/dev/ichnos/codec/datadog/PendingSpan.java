package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span that was read and waits for the end of its chunk: only then are the upper half of its
 * trace id, its sampling and its resource known. Used again for later chunks.
 */
final class PendingSpan {
  /** What {@link #priority} is where none is stated. */
  static final int NO_PRIORITY = Integer.MIN_VALUE;

  final Span.Builder builder = Span.builder();
  final ResourceDraft resource = new ResourceDraft();
  Attributes attributes = Attributes.EMPTY;

  long traceIdLow;

  /** 0 unless the span states it itself. */
  long traceIdHigh;

  int priority;

  /** The host; empty unless the span states it. */
  String host = "";

  /** Whether it was sampled by itself, whatever became of its trace. */
  boolean sampledAlone;

  /** Whether it was made by OpenTelemetry, and only then written for Datadog. */
  boolean fromOtel;

  private final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  void clear() {
    resource.clear();
    traceIdLow = 0;
    traceIdHigh = 0;
    priority = NO_PRIORITY;
    host = "";
    sampledAlone = false;
    fromOtel = false;
    if (!mends.isEmpty()) {
      mends.clear();
    }
    dropReason = null;
  }

  void mended(MendReason what) {
    mends.merge(what, 1, Integer::sum);
  }

  /** The span cannot be used; the first reason stays. */
  void drop(DropReason why, String detail) {
    if (dropReason == null) {
      dropReason = why;
      dropDetail = detail;
    }
  }

  boolean isDropped() {
    return dropReason != null;
  }

  /** Hands the span, or why there is none, to {@code out}. */
  void finish(SpanSink out) {
    if (dropReason != null) {
      out.dropped(1, dropReason, dropDetail);
      return;
    }
    if (!mends.isEmpty()) {
      mends.forEach((what, times) -> handOut(what, times, out));
    }
    out.span(builder.attributes(attributes).build());
  }

  private static void handOut(MendReason what, int times, SpanSink out) {
    for (int i = 0; i < times; i++) {
      out.mended(what);
    }
  }
}
