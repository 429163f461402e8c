package dev.ichnos.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Spans that are still the bytes they came in: parts of messages of one format, one after the
 * other. Counted, cut, joined and written without reading a span.
 *
 * <p>As a list it decodes a span every time that one is asked for, so that whoever needs spans can
 * have them; nobody on the way of a pass-through pipeline does. {@link #get} throws what {@link
 * EncodedMessage#span} throws. Immutable, safe for many threads.
 */
public final class EncodedSpans extends AbstractList<Span> implements RandomAccess {
  private static final int RETAINED_BY_PART = 24;
  private static final int RETAINED_BY_LIST = 64;

  private final List<Part> parts;
  private final int size;

  private EncodedSpans(List<Part> parts) {
    this.parts = parts;
    int spans = 0;
    for (Part part : parts) {
      spans += part.size();
    }
    size = spans;
  }

  /** All spans of a message. */
  public static EncodedSpans of(EncodedMessage message) {
    return new EncodedSpans(List.of(new Part(message, 0, message.spans())));
  }

  /**
   * The spans of all of these, at least one, in their order.
   *
   * @throws IllegalArgumentException if they are not of one format
   */
  public static EncodedSpans join(List<EncodedSpans> several) {
    List<Part> parts = new ArrayList<>(several.size());
    for (EncodedSpans each : several) {
      if (!each.format().equals(several.get(0).format())) {
        throw new IllegalArgumentException(
            "format: " + each.format() + " (expected: " + several.get(0).format() + ")");
      }
      parts.addAll(each.parts);
    }
    return new EncodedSpans(parts);
  }

  /** The one format of all their messages. */
  public Format format() {
    return parts.get(0).message.format();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Span get(int index) {
    int left = Objects.checkIndex(index, size);
    for (Part part : parts) {
      if (left < part.size()) {
        return part.message.span(part.from + left);
      }
      left -= part.size();
    }
    throw new IndexOutOfBoundsException(index);
  }

  /** Some of these spans, at least one; nothing is copied. */
  @Override
  public EncodedSpans subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    List<Part> within = new ArrayList<>(1);
    int first = 0;
    for (Part part : parts) {
      int cutFrom = Math.max(from - first, 0);
      int cutTo = Math.min(to - first, part.size());
      if (cutFrom < cutTo) {
        within.add(new Part(part.message, part.from + cutFrom, part.from + cutTo));
      }
      first += part.size();
    }
    return new EncodedSpans(within);
  }

  /** The low half of the trace id of the first message's first span; 0 if it cannot be read. */
  public long traceKey() {
    return parts.get(0).message.traceKey();
  }

  /** Roughly the heap bytes that these spans keep alive: a message whole, however little of it. */
  public long retainedBytes() {
    long bytes = RETAINED_BY_LIST;
    for (Part part : parts) {
      bytes += RETAINED_BY_PART + part.message.retainedBytes();
    }
    return bytes;
  }

  /** The bytes that {@link #writeTo} writes. */
  public long encodedSize() {
    long bytes = 0;
    for (Part part : parts) {
      bytes += part.message.encodedSize(part.from, part.to);
    }
    return bytes;
  }

  /**
   * Writes all of them, one part behind the other. In a format whose messages can be joined so, as
   * protobuf's with repeated fields can, that makes one message.
   *
   * @throws IOException only if {@code out} throws it
   */
  public void writeTo(OutputStream out) throws IOException {
    for (Part part : parts) {
      part.message.write(part.from, part.to, out);
    }
  }

  /** How many there are: nothing is decoded to be shown. */
  @Override
  public String toString() {
    return size + " spans of " + format();
  }

  private record Part(EncodedMessage message, int from, int to) {
    private int size() {
      return to - from;
    }
  }
}
