package dev.ichnos.codec;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keeps what a decoder found, for tests of every module. */
public final class RecordingSpanSink implements SpanSink {
  private final List<Span> spans = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final Map<MendReason, Integer> mended = new EnumMap<>(MendReason.class);

  @Override
  public void span(Span span) {
    spans.add(span);
  }

  @Override
  public void dropped(int count, DropReason why, String detail) {
    dropped.add(count + " " + why + " " + detail);
  }

  @Override
  public void mended(MendReason what) {
    mended.merge(what, 1, Integer::sum);
  }

  public List<Span> spans() {
    return spans;
  }

  /** One text for each call: count, reason and detail, separated by spaces. */
  public List<String> dropped() {
    return dropped;
  }

  public Map<MendReason, Integer> mended() {
    return mended;
  }
}
