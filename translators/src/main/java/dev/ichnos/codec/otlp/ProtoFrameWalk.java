package dev.ichnos.codec.otlp;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoReader;

/**
 * Steps over a request from frame to frame, and counts the spans. As {@link ProtoRequestReader}
 * does, it goes over every message's fields before it goes into those that hold others, so that
 * both find the same fault first.
 */
final class ProtoFrameWalk {
  private static final int NOWHERE = -1;
  private static final int HALF_TRACE_ID_BYTES = 8;
  private static final int TRACE_ID_BYTES = 16;

  private final ProtoReader in;
  private final int end;
  private final int maxSpans;
  private int resourceIndex;
  private int scopeIndex;
  private int spans;
  private int firstSpan = NOWHERE;

  ProtoFrameWalk(ProtoReader in, int maxSpans) {
    this.in = in;
    this.end = in.limit();
    this.maxSpans = maxSpans;
  }

  void request() throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.REQUEST_RESOURCE_SPANS) {
          resourceSpans();
          resourceIndex++;
        } else {
          in.skipUnknown(tag, OtlpFields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.REQUEST.name(tag) + "[" + resourceIndex + "]");
    }
  }

  /** After the walk: how many spans there are. */
  int spans() {
    return spans;
  }

  /** After the walk: the low half of the first span's trace id; 0 if it cannot be read. */
  long traceKey() {
    if (firstSpan == NOWHERE) {
      return 0;
    }
    in.window(firstSpan, end);
    try {
      in.enter();
      int tag;
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.SPAN_TRACE_ID) {
          int length = in.readLength();
          if (length == TRACE_ID_BYTES) {
            in.advance(TRACE_ID_BYTES - HALF_TRACE_ID_BYTES);
          }
          return length == TRACE_ID_BYTES || length == HALF_TRACE_ID_BYTES
              ? in.readBigEndian64()
              : 0;
        }
        in.skip(tag);
      }
    } catch (ProtoException e) {
      return 0; // the backend will say so
    }
    return 0;
  }

  private void resourceSpans() throws ProtoException {
    int outer = in.enter();
    int from = in.position();
    stepOver(OtlpFields.RESOURCE_SPANS);
    in.window(from, in.limit());
    scopeIndex = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS
            || tag == OtlpFields.RESOURCE_SPANS_LIBRARY_SPANS) {
          scopeSpans();
          scopeIndex++;
        } else {
          in.skip(tag);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.RESOURCE_SPANS.name(tag) + "[" + scopeIndex + "]");
    }
    in.leave(outer);
  }

  private void stepOver(ProtoFields fields) throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        in.skipUnknown(tag, fields);
      }
    } catch (ProtoException e) {
      throw e.in(fields.name(tag));
    }
  }

  private void scopeSpans() throws ProtoException {
    int outer = in.enter();
    int from = in.position();
    int counted = spans;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.SCOPE_SPANS_SPANS) {
          firstSpan = firstSpan == NOWHERE ? in.position() : firstSpan;
          in.advance(in.readLength());
          spans++;
        } else {
          in.skipUnknown(tag, OtlpFields.SCOPE_SPANS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.SCOPE_SPANS.name(tag));
    }
    if (spans > maxSpans) {
      in.window(from, in.limit());
      throw surplus(maxSpans - counted);
    }
    in.leave(outer);
  }

  /**
   * The fault of the scope_spans that the reader stands at, of which {@code room} spans are one too
   * few.
   */
  private ProtoException surplus(int room) throws ProtoException {
    int span = 0;
    int tag;
    while ((tag = in.readTag()) != 0 && (tag != OtlpFields.SCOPE_SPANS_SPANS || span < room)) {
      span += tag == OtlpFields.SCOPE_SPANS_SPANS ? 1 : 0;
      in.skip(tag);
    }
    return in.malformed("one span more than the " + maxSpans + " of the limit")
        .in(OtlpFields.SCOPE_SPANS.name(tag) + "[" + span + "]");
  }
}
