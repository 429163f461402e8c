package dev.ichnos.codec;

import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/** Turns messages of one format into canonical spans. Stateless, safe for many threads. */
public interface SpanDecoder {
  /** The format that it reads. */
  Format format();

  /**
   * Reads one whole message and hands every span to {@code out}, in the message's order.
   *
   * @param message array-backed, from position to limit exactly one message, already decompressed;
   *     it is never written again by anyone, so that a decoder may keep views of it. Its position
   *     is not moved.
   * @param limits bounds on what is read
   * @throws DecodeException if the message as a whole cannot be read; spans that were handed out
   *     before must then be forgotten by the caller
   */
  void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException;
}
