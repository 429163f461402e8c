package dev.ichnos.collector.pipeline;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a decoder found in one message: its spans and its faults, or that it cannot be read at all.
 * Written by one thread through {@link Reception#decode}, then only read.
 */
public final class ReceivedMessage implements SpanSink {
  /** Of a small span; of larger ones the list has some places too many. */
  private static final int BYTES_A_SPAN = 512;

  private static final int MOST_EXPECTED = 1024;

  private final Format format;
  private List<Span> spans;
  private final Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
  private final Map<MendReason, Integer> mended = new EnumMap<>(MendReason.class);
  private int droppedSpans;
  private boolean malformed;
  private String problem = "";

  /**
   * Nothing found yet.
   *
   * @param bytes the message's length, from which the number of its spans is guessed
   */
  ReceivedMessage(Format format, int bytes) {
    this.format = format;
    spans = new ArrayList<>(Math.min(1 + bytes / BYTES_A_SPAN, MOST_EXPECTED));
  }

  @Override
  public void span(Span span) {
    spans.add(span);
  }

  @Override
  public void encoded(EncodedSpans whole) {
    spans = whole;
  }

  @Override
  public void dropped(int count, DropReason why, String detail) {
    dropped.merge(why, count, Integer::sum);
    droppedSpans += count;
    if (problem.isEmpty()) {
      problem = detail;
    }
  }

  @Override
  public void mended(MendReason what) {
    mended.merge(what, 1, Integer::sum);
  }

  /** Forgets what was found: the message as a whole cannot be read. */
  void fail(String why) {
    spans = List.of();
    malformed = true;
    problem = why;
  }

  Format format() {
    return format;
  }

  /** The good spans, in the message's order. */
  List<Span> spans() {
    return spans;
  }

  boolean isMalformed() {
    return malformed;
  }

  int droppedSpans() {
    return droppedSpans;
  }

  /** The first fault, in words for the sender; empty when there is none. */
  String problem() {
    return problem;
  }

  Map<DropReason, Integer> dropped() {
    return dropped;
  }

  Map<MendReason, Integer> mended() {
    return mended;
  }
}
