package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.codec.wire.ValueCache;
import org.jspecify.annotations.Nullable;

/** Reads the spans of one {@code ListOfSpans} into a {@link SpanDraft}, one after the other. */
final class ProtoSpanReader {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final int HIGHEST_PORT = 0xFFFF;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final ValueCache values;
  private final boolean littleEndianSpanIds;
  private final SpanSink out;
  private final SpanDraft span;
  private final EndpointAddresses addresses = new EndpointAddresses();
  private int index;

  ProtoSpanReader(
      ProtoReader in,
      DecodeLimits limits,
      KeyCache keys,
      ValueCache values,
      boolean littleEndianSpanIds,
      SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.values = values;
    this.littleEndianSpanIds = littleEndianSpanIds;
    this.out = out;
    this.span = new SpanDraft(limits);
  }

  void message() throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == ProtoSpanFields.SPANS) {
          span();
          index++;
        } else {
          in.skipUnknown(tag, ProtoSpanFields.LIST_OF_SPANS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(tag == ProtoSpanFields.SPANS ? place() : ProtoSpanFields.LIST_OF_SPANS.name(tag));
    }
  }

  private String place() {
    return "spans[" + index + "]";
  }

  /** Its length holds the span together, so that what is wrong inside costs this span only. */
  private void span() throws ProtoException {
    if (index == limits.maxSpans()) {
      throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
    }
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
      String detail = e.in(ProtoSpanFields.SPAN.name(tag)).in(place()).describe();
      span.drop(DropReason.MALFORMED_SPAN, detail);
    }
    in.window(end, outer);
    span.finish(out);
  }

  private void requireIds() {
    if ((span.traceIdHigh | span.traceIdLow) == 0) {
      drop(DropReason.INVALID_TRACE_ID, "trace_id: absent or zero (expected: 8 or 16 bytes)");
    } else if (span.spanId == 0) {
      drop(DropReason.INVALID_SPAN_ID, "id: absent or zero (expected: 8 bytes)");
    }
  }

  private void drop(DropReason why, String detail) {
    if (!span.isDropped()) {
      span.drop(why, place() + "." + detail);
    }
  }

  private void field(int tag) throws ProtoException {
    switch (tag) {
      case ProtoSpanFields.TRACE_ID -> traceId();
      case ProtoSpanFields.PARENT_ID -> parentId();
      case ProtoSpanFields.ID -> span.spanId = spanId("id", DropReason.INVALID_SPAN_ID);
      case ProtoSpanFields.KIND -> kind();
      case ProtoSpanFields.NAME -> span.name = value();
      case ProtoSpanFields.TIMESTAMP ->
          span.timestampNanos = Micros.toNanos(in.readFixed64(), span);
      case ProtoSpanFields.DURATION -> span.durationNanos = Micros.toNanos(in.readVarint(), span);
      case ProtoSpanFields.LOCAL_ENDPOINT -> endpoint(span.local);
      case ProtoSpanFields.REMOTE_ENDPOINT -> endpoint(span.remote);
      case ProtoSpanFields.ANNOTATIONS -> annotation();
      case ProtoSpanFields.TAGS -> tag();
      case ProtoSpanFields.DEBUG -> span.debug = in.readVarint() != 0;
      case ProtoSpanFields.SHARED -> span.shared = in.readVarint() != 0;
      default -> in.skipUnknown(tag, ProtoSpanFields.SPAN);
    }
  }

  private void traceId() throws ProtoException {
    int at = in.offset();
    int length = in.readLength();
    if (length > TRACE_ID_BYTES) {
      in.advance(length);
      wrongLength(DropReason.INVALID_TRACE_ID, "trace_id", at, length, "8 or 16");
      return;
    }
    if (length != TRACE_ID_BYTES && length != SPAN_ID_BYTES && length != 0) {
      span.mended(MendReason.SHORT_ID);
    }
    int high = Math.max(0, length - SPAN_ID_BYTES);
    span.traceIdHigh = bigEndian(high);
    span.traceIdLow = bigEndian(length - high);
  }

  private void parentId() throws ProtoException {
    int at = in.position();
    span.parentSpanId = spanId("parent_id", DropReason.MALFORMED_SPAN);
    boolean stated = in.position() > at + 1; // more than a length of 0
    if (span.parentSpanId == 0 && stated && !span.isDropped()) {
      span.mended(MendReason.PARENT_ID);
    }
  }

  private long spanId(String field, DropReason why) throws ProtoException {
    int at = in.offset();
    int length = in.readLength();
    if (length > SPAN_ID_BYTES) {
      in.advance(length);
      wrongLength(why, field, at, length, "8");
      return 0;
    }
    if (length != SPAN_ID_BYTES && length != 0) {
      span.mended(MendReason.SHORT_ID);
    }
    long id = bigEndian(length);
    // Read from the other end, the zeros that fill a short id stand in front as well.
    return littleEndianSpanIds ? Long.reverseBytes(id) >>> ((SPAN_ID_BYTES - length) * 8) : id;
  }

  private void wrongLength(DropReason why, String field, int at, int length, String expected) {
    drop(why, "%s at byte %d: %d bytes (expected: %s)".formatted(field, at, length, expected));
  }

  /** The number of at most 8 bytes, the most significant first; 0 for none. */
  private long bigEndian(int length) throws ProtoException {
    if (length == SPAN_ID_BYTES) {
      return in.readBigEndian64();
    }
    byte[] bytes = in.array();
    long value = 0;
    for (int i = in.position(); i < in.position() + length; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    in.advance(length);
    return value;
  }

  private void kind() throws ProtoException {
    long number = in.readVarint();
    if (ProtoSpanFields.isKind(number)) {
      span.kind = ProtoSpanFields.kind(number);
    } else {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  private void endpoint(EndpointDraft endpoint) throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case ProtoSpanFields.SERVICE_NAME -> endpoint.serviceName = key();
          case ProtoSpanFields.IPV4, ProtoSpanFields.IPV6 -> address(endpoint);
          case ProtoSpanFields.PORT -> port(endpoint);
          default -> in.skipUnknown(tag, ProtoSpanFields.ENDPOINT);
        }
      }
    } catch (ProtoException e) {
      throw e.in(ProtoSpanFields.ENDPOINT.name(tag));
    }
    in.leave(outer);
  }

  private void address(EndpointDraft endpoint) throws ProtoException {
    int length = in.readLength();
    if (!addresses.read(endpoint, in.array(), in.position(), length)) {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
    in.advance(length);
  }

  private void port(EndpointDraft endpoint) throws ProtoException {
    long port = in.readVarint();
    if (port >= 0 && port <= HIGHEST_PORT) {
      endpoint.port = (int) port;
    } else {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  private void annotation() throws ProtoException {
    long time = 0;
    String value = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case ProtoSpanFields.ANNOTATION_TIMESTAMP ->
              time = Micros.toNanos(in.readFixed64(), span);
          case ProtoSpanFields.ANNOTATION_VALUE -> value = key();
          default -> in.skipUnknown(tag, ProtoSpanFields.ANNOTATION);
        }
      }
    } catch (ProtoException e) {
      throw e.in(ProtoSpanFields.ANNOTATION.name(tag));
    }
    in.leave(outer);
    if (value.isEmpty()) {
      span.mended(MendReason.FIELD_LEFT_OUT);
    } else {
      span.annotation(time, value);
    }
  }

  /** An entry of a map, in which an absent key or value is the empty text. */
  private void tag() throws ProtoException {
    String key = "";
    int from = 0;
    int length = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case ProtoSpanFields.TAG_KEY -> key = key();
          case ProtoSpanFields.TAG_VALUE -> {
            length = in.readLength();
            from = in.position();
            in.advance(length);
          }
          default -> in.skipUnknown(tag, ProtoSpanFields.TAG);
        }
      }
    } catch (ProtoException e) {
      throw e.in(ProtoSpanFields.TAG.name(tag));
    }
    in.leave(outer);
    @Nullable String known = values.get(in.array(), from, length);
    if (known == null) {
      span.tag(key, text(from, length));
    } else {
      span.sharedTag(key, known);
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

  /** A text that may come again: shared with its equals if it does. */
  private String value() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    @Nullable String known = values.get(in.array(), at, length);
    return known != null ? known : text(at, length);
  }

  private String text(int at, int length) {
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
