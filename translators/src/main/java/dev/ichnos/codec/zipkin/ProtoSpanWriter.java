package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.wire.ProtoWriter.utf8Size;
import static dev.ichnos.codec.wire.ProtoWriter.varintSize;

import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes one span at a time as an element of {@code ListOfSpans}. {@link #size} measures the span
 * and keeps what {@link #write} needs, in the order of writing, so that no text is measured twice.
 */
final class ProtoSpanWriter {
  private static final int TAG = 1;
  private static final int SPAN_ID_BYTES = 8;
  private static final int TRACE_ID_BYTES = 16;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int FLAG = TAG + 1;

  private final OutgoingSpan span;
  private int[] sizes = new int[64];
  private int last;
  private int next;
  private int spanSize;

  ProtoSpanWriter(OutgoingSpan span) {
    this.span = span;
  }

  /** The bytes that {@link #write} will write for the span as it is now. */
  int size() {
    last = 0;
    next = 0;
    int size = TAG + 1 + traceIdBytes() + TAG + 1 + SPAN_ID_BYTES;
    size += span.parentId == 0 ? 0 : TAG + 1 + SPAN_ID_BYTES;
    size += span.kind == SpanKind.UNSPECIFIED ? 0 : FLAG;
    size += optionalText(span.name);
    size += span.timestamp == 0 ? 0 : TAG + Long.BYTES;
    size += span.duration == 0 ? 0 : TAG + varintSize(span.duration);
    size += endpoint(span.local) + endpoint(span.remote);
    for (String annotation : span.annotations) {
      int place = reserve();
      size += message(place, TAG + Long.BYTES + text(annotation));
    }
    for (int i = 0; i < span.tags.size(); i++) {
      int place = reserve();
      size += message(place, text(span.tags.key(i)) + text(span.tags.value(i)));
    }
    size += (span.debug ? FLAG : 0) + (span.shared ? FLAG : 0);
    spanSize = size;
    return TAG + varintSize(size) + size;
  }

  private int traceIdBytes() {
    return span.traceIdHigh == 0 ? SPAN_ID_BYTES : TRACE_ID_BYTES;
  }

  private int endpoint(OutgoingEndpoint endpoint) {
    if (endpoint.isEmpty()) {
      return 0;
    }
    int place = reserve();
    int size = optionalText(endpoint.serviceName);
    size += endpoint.ipv4().isEmpty() ? 0 : TAG + 1 + IPV4_BYTES;
    size += endpoint.ipv6().isEmpty() ? 0 : TAG + 1 + IPV6_BYTES;
    size += endpoint.port() == 0 ? 0 : TAG + varintSize(endpoint.port());
    return message(place, size);
  }

  private int optionalText(String value) {
    return value.isEmpty() ? 0 : text(value);
  }

  private int text(String value) {
    return message(reserve(), utf8Size(value));
  }

  private int reserve() {
    if (last == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * last);
    }
    return last++;
  }

  private int message(int place, int size) {
    sizes[place] = size;
    return TAG + varintSize(size) + size;
  }

  /** Writes what was measured last. */
  void write(ProtoWriter out) throws IOException {
    out.writeTag(ProtoSpanFields.SPANS);
    out.writeVarint(spanSize);
    out.writeTag(ProtoSpanFields.TRACE_ID);
    out.writeVarint(traceIdBytes());
    if (span.traceIdHigh != 0) {
      out.writeBigEndian64(span.traceIdHigh);
    }
    out.writeBigEndian64(span.traceIdLow);
    if (span.parentId != 0) {
      id(out, ProtoSpanFields.PARENT_ID, span.parentId);
    }
    id(out, ProtoSpanFields.ID, span.id);
    number(out, ProtoSpanFields.KIND, ProtoSpanFields.number(span.kind));
    optionalText(out, ProtoSpanFields.NAME, span.name);
    if (span.timestamp != 0) {
      out.writeTag(ProtoSpanFields.TIMESTAMP);
      out.writeFixed64(span.timestamp);
    }
    number(out, ProtoSpanFields.DURATION, span.duration);
    endpoint(out, ProtoSpanFields.LOCAL_ENDPOINT, span.local);
    endpoint(out, ProtoSpanFields.REMOTE_ENDPOINT, span.remote);
    for (int i = 0; i < span.annotations.size(); i++) {
      message(out, ProtoSpanFields.ANNOTATIONS);
      out.writeTag(ProtoSpanFields.ANNOTATION_TIMESTAMP);
      out.writeFixed64(span.annotationTime(i));
      text(out, ProtoSpanFields.ANNOTATION_VALUE, span.annotations.get(i));
    }
    for (int i = 0; i < span.tags.size(); i++) {
      message(out, ProtoSpanFields.TAGS);
      text(out, ProtoSpanFields.TAG_KEY, span.tags.key(i));
      text(out, ProtoSpanFields.TAG_VALUE, span.tags.value(i));
    }
    number(out, ProtoSpanFields.DEBUG, span.debug ? 1 : 0);
    number(out, ProtoSpanFields.SHARED, span.shared ? 1 : 0);
  }

  private void endpoint(ProtoWriter out, int tag, OutgoingEndpoint endpoint) throws IOException {
    if (endpoint.isEmpty()) {
      return;
    }
    message(out, tag);
    optionalText(out, ProtoSpanFields.SERVICE_NAME, endpoint.serviceName);
    if (!endpoint.ipv4().isEmpty()) {
      out.writeTag(ProtoSpanFields.IPV4);
      out.writeVarint(IPV4_BYTES);
      out.writeFixed32(Integer.reverseBytes(endpoint.ipv4Bits()));
    }
    if (!endpoint.ipv6().isEmpty()) {
      out.writeTag(ProtoSpanFields.IPV6);
      out.writeVarint(IPV6_BYTES);
      out.writeBytes(endpoint.ipv6Bytes());
    }
    number(out, ProtoSpanFields.PORT, endpoint.port());
  }

  private static void id(ProtoWriter out, int tag, long id) throws IOException {
    out.writeTag(tag);
    out.writeVarint(SPAN_ID_BYTES);
    out.writeBigEndian64(id);
  }

  private static void number(ProtoWriter out, int tag, long value) throws IOException {
    if (value != 0) {
      out.writeTag(tag);
      out.writeVarint(value);
    }
  }

  private void optionalText(ProtoWriter out, int tag, String value) throws IOException {
    if (!value.isEmpty()) {
      text(out, tag, value);
    }
  }

  private void text(ProtoWriter out, int tag, String value) throws IOException {
    out.writeUtf8(value, message(out, tag));
  }

  /** Begins a text or message; the result is its size. */
  private int message(ProtoWriter out, int tag) throws IOException {
    int size = sizes[next++];
    out.writeTag(tag);
    out.writeVarint(size);
    return size;
  }
}
