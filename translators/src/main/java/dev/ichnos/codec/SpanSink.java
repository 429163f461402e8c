package dev.ichnos.codec;

import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Span;

/** Takes what a decoder finds in a message. Called by one thread. */
public interface SpanSink {
  /** One good span. */
  void span(Span span);

  /**
   * The spans of the whole message, which was read no further than the frames around them. Whoever
   * does not care gets them one by one.
   */
  default void encoded(EncodedSpans spans) {
    spans.forEach(this::span);
  }

  /**
   * Spans of the message that cannot be used.
   *
   * @param spans how many, at least 1
   * @param detail names the first of them and what was expected, for the sender to read
   */
  void dropped(int spans, DropReason why, String detail);

  /** Something was put right in a span that is kept; once per mended field. */
  void mended(MendReason what);
}
