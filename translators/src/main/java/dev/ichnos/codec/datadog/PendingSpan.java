package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A span that was read and waits for the end of its chunk: only then are the upper half of its
 * trace id, its sampling and its resource known. Used again for later chunks.
 */
final class PendingSpan {
  /** What {@link #priority} is where none is stated. */
  static final int NO_PRIORITY = Integer.MIN_VALUE;

  private static final MendReason[] MENDS = MendReason.values();

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

  private final int[] mends = new int[MENDS.length];
  private boolean isMended;
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
    if (isMended) {
      Arrays.fill(mends, 0);
      isMended = false;
    }
    dropReason = null;
  }

  void mended(MendReason what) {
    mends[what.ordinal()]++;
    isMended = true;
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
    if (isMended) {
      for (MendReason what : MENDS) {
        for (int i = 0; i < mends[what.ordinal()]; i++) {
          out.mended(what);
        }
      }
    }
    out.span(builder.attributes(attributes).build());
  }
}
