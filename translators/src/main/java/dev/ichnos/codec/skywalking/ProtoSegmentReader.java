package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads one {@code SegmentObject}, or the segments of one {@code SegmentCollection}. */
final class ProtoSegmentReader {
  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final SpanSink out;
  private final CanonicalSpans spans;
  private final LogDraft log;
  private int spanCount;

  /** Text that was mended since the last span began. */
  private int mendedTexts;

  ProtoSegmentReader(ProtoReader in, DecodeLimits limits, KeyCache keys, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.out = out;
    this.spans = new CanonicalSpans(out);
    this.log = new LogDraft(limits.maxAttributes());
  }

  void collection() throws ProtoException {
    int index = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == SegmentFields.SEGMENTS) {
          int outer = in.enter();
          segment("segments[" + index + "].");
          in.leave(outer);
          index++;
        } else {
          in.skipUnknown(tag, SegmentFields.COLLECTION);
        }
      }
    } catch (ProtoException e) {
      boolean inSegment = tag == SegmentFields.SEGMENTS;
      throw e.in(inSegment ? "segments[" + index + "]" : SegmentFields.COLLECTION.name(tag));
    }
  }

  void segment(String place) throws ProtoException {
    SegmentDraft segment = new SegmentDraft(place);
    int index = 0;
    int tag = 0;
    mendedTexts = 0;
    int ownMends = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case SegmentFields.TRACE_ID -> segment.traceId = text();
          case SegmentFields.SEGMENT_ID -> segment.segmentId = text();
          case SegmentFields.SPANS -> {
            ownMends += mendedTexts;
            span(segment, index);
            mendedTexts = 0;
            index++;
          }
          case SegmentFields.SERVICE -> segment.service = key();
          case SegmentFields.SERVICE_INSTANCE -> segment.serviceInstance = key();
          case SegmentFields.SIZE_LIMITED -> segment.sizeLimited = in.readVarint() != 0;
          default -> in.skipUnknown(tag, SegmentFields.SEGMENT);
        }
      }
    } catch (ProtoException e) {
      boolean inSpan = tag == SegmentFields.SPANS;
      throw e.in(inSpan ? "spans[" + index + "]" : SegmentFields.SEGMENT.name(tag));
    }
    for (int i = ownMends + mendedTexts; i > 0 && !segment.spans.isEmpty(); i--) {
      out.mended(MendReason.INVALID_UTF8);
    }
    spans.segment(segment);
  }

  /** Its length holds the span together, so that what is wrong inside costs this span only. */
  private void span(SegmentDraft segment, int index) throws ProtoException {
    if (spanCount++ == limits.maxSpans()) {
      throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
    }
    int outer = in.enter();
    int end = in.limit();
    SpanDraft span = new SpanDraft(limits, segment.place, index);
    mendedTexts = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(span, tag);
      }
      for (; mendedTexts > 0; mendedTexts--) {
        span.mended(MendReason.INVALID_UTF8);
      }
      segment.spans.add(span);
    } catch (ProtoException e) {
      String detail = e.in(SegmentFields.SPAN.name(tag)).in(span.place()).describe();
      out.dropped(1, DropReason.MALFORMED_SPAN, detail);
    }
    in.window(end, outer);
  }

  private void field(SpanDraft span, int tag) throws ProtoException {
    switch (tag) {
      case SegmentFields.SPAN_ID -> span.spanId = (int) in.readVarint();
      case SegmentFields.PARENT_SPAN_ID -> span.parentSpanId = (int) in.readVarint();
      case SegmentFields.START_TIME -> span.startEpochNanos = span.nanos(in.readVarint());
      case SegmentFields.END_TIME -> span.endEpochNanos = span.nanos(in.readVarint());
      case SegmentFields.REFS -> reference(span);
      case SegmentFields.OPERATION_NAME -> span.operationName = text();
      case SegmentFields.PEER -> span.peer = text();
      case SegmentFields.SPAN_TYPE -> span.type(SpanType.ofNumber(in.readVarint()));
      case SegmentFields.SPAN_LAYER -> span.layer(in.readVarint());
      case SegmentFields.COMPONENT_ID -> span.componentId = (int) in.readVarint();
      case SegmentFields.IS_ERROR -> span.error = in.readVarint() != 0;
      case SegmentFields.TAGS -> pair(span, null);
      case SegmentFields.LOGS -> log(span);
      case SegmentFields.SKIP_ANALYSIS -> span.skipAnalysis = in.readVarint() != 0;
      default -> in.skipUnknown(tag, SegmentFields.SPAN);
    }
  }

  private void reference(SpanDraft span) throws ProtoException {
    Reference reference = new Reference();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case SegmentFields.REF_TYPE -> reference.crossThread = in.readVarint() == 1;
          case SegmentFields.REF_TRACE_ID -> reference.traceId = text();
          case SegmentFields.REF_SEGMENT_ID -> reference.segmentId = text();
          case SegmentFields.REF_SPAN_ID -> reference.spanId = (int) in.readVarint();
          case SegmentFields.REF_SERVICE -> reference.service = key();
          case SegmentFields.REF_SERVICE_INSTANCE -> reference.serviceInstance = key();
          case SegmentFields.REF_ENDPOINT -> reference.endpoint = key();
          case SegmentFields.REF_ADDRESS -> reference.address = key();
          default -> in.skipUnknown(tag, SegmentFields.REFERENCE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(SegmentFields.REFERENCE.name(tag));
    }
    in.leave(outer);
    span.reference(reference);
  }

  private void log(SpanDraft span) throws ProtoException {
    log.clear();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case SegmentFields.LOG_TIME -> log.epochNanos = span.nanos(in.readVarint());
          case SegmentFields.LOG_DATA -> pair(span, log);
          default -> in.skipUnknown(tag, SegmentFields.LOG);
        }
      }
    } catch (ProtoException e) {
      throw e.in(SegmentFields.LOG.name(tag));
    }
    in.leave(outer);
    span.log(log.event());
  }

  /** A pair of a log, or a tag of the span where there is no log. */
  private void pair(SpanDraft span, @Nullable LogDraft into) throws ProtoException {
    String key = "";
    String value = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case SegmentFields.KEY -> key = key();
          case SegmentFields.VALUE -> value = text();
          default -> in.skipUnknown(tag, SegmentFields.PAIR);
        }
      }
    } catch (ProtoException e) {
      throw e.in(SegmentFields.PAIR.name(tag));
    }
    in.leave(outer);
    if (into == null) {
      span.tag(key, value);
    } else {
      into.pair(key, value);
    }
  }

  /** A text that comes often: shared with its equals. */
  private String key() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    String known = keys.get(in.array(), at, length);
    return known != null ? known : text(at, length);
  }

  private String text() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return text(at, length);
  }

  private String text(int at, int length) {
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      mendedTexts++;
    }
    return text;
  }
}
