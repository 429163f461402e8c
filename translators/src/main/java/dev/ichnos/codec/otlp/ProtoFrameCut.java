package dev.ichnos.codec.otlp;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.ProtoWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Some spans of a request, from an index up to another, as a request of their own. Each stands in
 * its own scope_spans and resource_spans with all other fields of these, known or not, in the order
 * in which they came; frames without any of the spans are left out.
 *
 * <p>Lengths stand before what they measure, so every message is measured before it is written.
 */
final class ProtoFrameCut {
  private final ProtoReader in;
  private final int from;
  private final int to;

  /** Index of the span that comes next, and how many were taken so far. */
  private int next;

  private int taken;

  /**
   * A part of a message that was walked without fault.
   *
   * @param from index of the first span
   * @param to index behind the last
   */
  ProtoFrameCut(ByteBuffer message, int from, int to) {
    in = new ProtoReader(message);
    this.from = from;
    this.to = to;
  }

  /** Bytes that {@link #write} writes. */
  int size() {
    int start = in.position();
    try {
      int size = size(Level.REQUEST);
      restart(start, 0, 0);
      return size;
    } catch (ProtoException e) {
      throw new IllegalStateException("walked before", e);
    }
  }

  /**
   * Writes them.
   *
   * @throws IOException only if {@code out} throws it
   */
  void write(OutputStream out) throws IOException {
    ProtoWriter writer = new ProtoWriter(out, size());
    try {
      write(Level.REQUEST, writer);
    } catch (ProtoException e) {
      throw new IllegalStateException("walked before", e);
    }
    writer.flush();
  }

  /** Bytes of the fields of the message in the window. */
  private int size(Level level) throws ProtoException {
    int size = 0;
    int at = in.position();
    int tag;
    while ((tag = in.readTag()) != 0) {
      if (!level.holds(tag)) {
        in.skip(tag);
        size += in.position() - at;
      } else if (level == Level.SCOPE_SPANS) {
        in.advance(in.readLength());
        size += takesNext() ? in.position() - at : 0;
      } else {
        int tagSize = in.position() - at;
        int before = taken;
        int outer = in.enter();
        int inner = size(level.inner());
        in.leave(outer);
        size += taken > before ? tagSize + ProtoWriter.varintSize(inner) + inner : 0;
      }
      at = in.position();
    }
    return size;
  }

  private void write(Level level, ProtoWriter out) throws ProtoException, IOException {
    int at = in.position();
    int tag;
    while ((tag = in.readTag()) != 0) {
      if (!level.holds(tag)) {
        in.skip(tag);
        copy(at, out);
      } else if (level == Level.SCOPE_SPANS) {
        in.advance(in.readLength());
        if (takesNext()) {
          copy(at, out);
        }
      } else {
        frame(tag, level.inner(), out);
      }
      at = in.position();
    }
  }

  private void frame(int tag, Level inner, ProtoWriter out) throws ProtoException, IOException {
    int outer = in.enter();
    int start = in.position();
    int nextBefore = next;
    int takenBefore = taken;
    int size = size(inner);
    if (taken > takenBefore) {
      restart(start, nextBefore, takenBefore);
      out.writeTag(tag);
      out.writeVarint(size);
      write(inner, out);
    }
    in.leave(outer);
  }

  private boolean takesNext() {
    boolean takes = from <= next && next < to;
    next++;
    taken += takes ? 1 : 0;
    return takes;
  }

  private void restart(int position, int nextSpan, int takenSpans) {
    in.window(position, in.limit());
    next = nextSpan;
    taken = takenSpans;
  }

  private void copy(int start, ProtoWriter out) throws IOException {
    out.writeBytes(in.array(), start, in.position() - start);
  }

  /** A message that holds others, by the way down to spans. */
  private enum Level {
    REQUEST,
    RESOURCE_SPANS,
    SCOPE_SPANS;

    /** Whether the field is one that is cut. */
    boolean holds(int tag) {
      return switch (this) {
        case REQUEST -> tag == OtlpFields.REQUEST_RESOURCE_SPANS;
        case RESOURCE_SPANS ->
            tag == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS
                || tag == OtlpFields.RESOURCE_SPANS_LIBRARY_SPANS;
        case SCOPE_SPANS -> tag == OtlpFields.SCOPE_SPANS_SPANS;
      };
    }

    Level inner() {
      return this == REQUEST ? RESOURCE_SPANS : SCOPE_SPANS;
    }
  }
}
