package dev.ichnos.codec.lightstep;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;

/**
 * Reads one report, in two passes: the reporter and the offset of its clock, wherever they stand,
 * hold for all spans.
 */
final class ReportReader {
  private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000L - 1;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final SpanSink out;
  private final Mends mends = new Mends();
  private final Reporter reporter;
  private final SpanDraft span;
  private final KeyValue keyValue = new KeyValue();
  private long offsetNanos;
  private int index;
  private long contextTraceId;
  private long contextSpanId;

  ReportReader(ProtoReader in, DecodeLimits limits, KeyCache keys, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.out = out;
    this.reporter = new Reporter(limits, mends);
    this.span = new SpanDraft(limits, mends);
  }

  void report() throws ProtoException {
    int from = in.position();
    int to = in.limit();
    reporterPass();
    in.window(from, to);
    spanPass();
  }

  private void reporterPass() throws ProtoException {
    int spans = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case LightstepFields.REQUEST_REPORTER -> reporter();
          case LightstepFields.REQUEST_OFFSET -> offsetNanos = (int) in.readVarint() * 1_000L;
          case LightstepFields.REQUEST_SPANS -> {
            if (spans++ == limits.maxSpans()) {
              throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
            }
            in.skip(tag);
          }
          default -> in.skipUnknown(tag, LightstepFields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(
          tag == LightstepFields.REQUEST_SPANS
              ? "spans[" + (spans - 1) + "]"
              : LightstepFields.REQUEST.name(tag));
    }
    reporter.finish();
    mends.handOut(out);
  }

  private void spanPass() throws ProtoException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == LightstepFields.REQUEST_SPANS) {
        span();
        index++;
      } else {
        in.skip(tag);
      }
    }
  }

  private void reporter() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case LightstepFields.REPORTER_ID -> reporter.id(in.readVarint());
          case LightstepFields.REPORTER_TAGS -> {
            keyValue();
            reporter.tag(keyValue);
          }
          default -> in.skipUnknown(tag, LightstepFields.REPORTER);
        }
      }
    } catch (ProtoException e) {
      throw e.in(LightstepFields.REPORTER.name(tag));
    }
    in.leave(outer);
  }

  /** Its length holds the span together, so that what is wrong inside costs this span only. */
  private void span() throws ProtoException {
    int outer = in.enter();
    int end = in.limit();
    span.clear();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        field(tag);
      }
      requireIds();
    } catch (ProtoException e) {
      span.drop(
          DropReason.MALFORMED_SPAN, e.in(LightstepFields.SPAN.name(tag)).in(place()).describe());
    }
    in.window(end, outer);
    span.finish(reporter, out);
  }

  private String place() {
    return "spans[" + index + "]";
  }

  private void requireIds() {
    String context = place() + ".span_context.";
    if (span.traceId == 0) {
      span.drop(DropReason.INVALID_TRACE_ID, context + "trace_id: absent or zero");
    } else if (span.spanId == 0) {
      span.drop(DropReason.INVALID_SPAN_ID, context + "span_id: absent or zero");
    }
  }

  private void field(int tag) throws ProtoException {
    switch (tag) {
      case LightstepFields.SPAN_CONTEXT -> {
        context();
        span.traceId = contextTraceId;
        span.spanId = contextSpanId;
      }
      case LightstepFields.SPAN_NAME -> span.name = text();
      case LightstepFields.SPAN_REFERENCES -> reference();
      case LightstepFields.SPAN_START -> span.startNanos = time();
      case LightstepFields.SPAN_DURATION -> span.durationMicros = in.readVarint();
      case LightstepFields.SPAN_TAGS -> {
        keyValue();
        span.tag(keyValue);
      }
      case LightstepFields.SPAN_LOGS -> log();
      default -> in.skipUnknown(tag, LightstepFields.SPAN);
    }
  }

  /** Baggage is the application's own and says nothing of the span. */
  private void context() throws ProtoException {
    contextTraceId = 0;
    contextSpanId = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case LightstepFields.CONTEXT_TRACE_ID -> contextTraceId = in.readVarint();
        case LightstepFields.CONTEXT_SPAN_ID -> contextSpanId = in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private void reference() throws ProtoException {
    boolean followsFrom = false;
    contextTraceId = 0;
    contextSpanId = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case LightstepFields.REFERENCE_RELATIONSHIP ->
            followsFrom = in.readVarint() == LightstepFields.FOLLOWS_FROM;
        case LightstepFields.REFERENCE_CONTEXT -> context();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    span.reference(new Reference(contextTraceId, contextSpanId, followsFrom));
  }

  /** The time may come behind the fields. */
  private void log() throws ProtoException {
    boolean kept = span.hasRoomForLog();
    long time = 0;
    span.startLog();
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == LightstepFields.LOG_TIMESTAMP) {
        time = time();
      } else if (tag == LightstepFields.LOG_FIELDS && kept) {
        keyValue();
        span.logField(keyValue);
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    if (kept) {
      span.endLog(time);
    }
  }

  private void keyValue() throws ProtoException {
    keyValue.clear();
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case LightstepFields.KEY -> keyValue.key = key();
        case LightstepFields.VALUE_STRING, LightstepFields.VALUE_JSON -> keyValue.text(text());
        case LightstepFields.VALUE_INT -> {
          keyValue.type = KeyValue.Type.LONG;
          keyValue.integer = in.readVarint();
        }
        case LightstepFields.VALUE_DOUBLE -> {
          keyValue.type = KeyValue.Type.DOUBLE;
          keyValue.floating = Double.longBitsToDouble(in.readFixed64());
        }
        case LightstepFields.VALUE_BOOL -> {
          keyValue.type = KeyValue.Type.BOOL;
          keyValue.flag = in.readVarint() != 0;
        }
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** On the collector's clock; 0 when absent or beyond what can be said, which is mended. */
  private long time() throws ProtoException {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case LightstepFields.TIMESTAMP_SECONDS -> seconds = in.readVarint();
        case LightstepFields.TIMESTAMP_NANOS -> nanos = in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    if (seconds < 0 || seconds > MOST_SECONDS || nanos < 0 || nanos > 999_999_999) {
      mends.add(MendReason.TIME);
      return 0;
    }
    long time = seconds * 1_000_000_000L + nanos;
    if (time == 0) {
      return 0;
    }
    if (time + offsetNanos <= 0) {
      mends.add(MendReason.TIME);
      return 0;
    }
    return time + offsetNanos;
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
      mends.add(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
