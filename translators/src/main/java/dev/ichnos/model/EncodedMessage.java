package dev.ichnos.model;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A message of which only the frames around its spans were read: how many spans it has, and where
 * each begins and ends. Its bytes are never written again, so it is immutable and safe for many
 * threads.
 *
 * <p>A part of it, the spans from an index up to another, is a message of its own: with all that
 * stands around these spans, and nothing of the others.
 */
public interface EncodedMessage {
  /** The format of the message, and of every part of it. */
  Format format();

  /** How many spans it has, at least 1. */
  int spans();

  /** The low half of the first span's trace id; 0 if it cannot be read. */
  long traceKey();

  /** Roughly the heap bytes that the message keeps alive. */
  long retainedBytes();

  /** Bytes of the part that {@link #write} writes. All spans: as many as came. */
  int encodedSize(int from, int to);

  /**
   * Writes a part, byte for byte as it came but for the lengths around what was left out.
   *
   * @throws IOException only if {@code out} throws it
   */
  void write(int from, int to, OutputStream out) throws IOException;

  /**
   * Decodes one span; slow, for whoever must look into it.
   *
   * @throws IllegalStateException if it is well framed, but no span that a decoder would keep
   */
  Span span(int index);
}
