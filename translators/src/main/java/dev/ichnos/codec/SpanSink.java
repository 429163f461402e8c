package dev.ichnos.codec;

import dev.ichnos.model.Span;

/** Takes what a decoder finds in a message. Called by one thread. */
public interface SpanSink {
  /** One good span. */
  void span(Span span);

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
