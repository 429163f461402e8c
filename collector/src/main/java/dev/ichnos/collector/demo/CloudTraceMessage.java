package dev.ichnos.collector.demo;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.OtelKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What Cloud Trace reads of a {@code BatchWriteSpansRequest} (googleapis
 * google/devtools/cloudtrace/v2 trace.proto @ 2026-08), as far as a tree of spans needs it.
 *
 * <pre>
 * BatchWriteSpansRequest  2 spans
 * Span                    1 name = projects/P/traces/T/spans/S   2 span_id  3 parent_span_id
 *                         4 display_name  5 start_time  6 end_time  7 attributes  14 span_kind
 * TruncatableString       1 value
 * Timestamp               1 seconds  2 nanos
 * Attributes              1 attribute_map: 1 key  2 AttributeValue: 1 string  2 int  3 bool
 * </pre>
 */
final class CloudTraceMessage {
  private static final int TRACE_ID_DIGITS = 32;
  private static final String TRACES = "/traces/";
  private static final int FIRST_MESSAGE = 1 << 3 | ProtoReader.LENGTH;
  private static final int SECOND_MESSAGE = 2 << 3 | ProtoReader.LENGTH;

  private final Attributes.Builder attributes = Attributes.builder();
  private String service = "";
  private String name = "";
  private String spanId = "";
  private String parentSpanId = "";
  private String displayName = "";
  private long start;
  private long end;
  private int kind;

  private CloudTraceMessage() {}

  /**
   * Reads the spans of a request.
   *
   * @throws ProtoException if it is not one
   */
  static List<Span> read(ByteBuffer request) throws ProtoException {
    ProtoReader in = new ProtoReader(request);
    List<Span> spans = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == SECOND_MESSAGE) {
        int outer = in.enter();
        CloudTraceMessage span = new CloudTraceMessage();
        span.readSpan(in);
        spans.add(span.build(in));
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return List.copyOf(spans);
  }

  /** Whether Google's console finds the request in the span's labels. */
  static boolean hasHttpLabels(Span span) {
    return span.attributes().contains("/http/method")
        && span.attributes().contains("/http/status_code");
  }

  private void readSpan(ProtoReader in) throws ProtoException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> name = text(in);
        case 2 -> spanId = text(in);
        case 3 -> parentSpanId = text(in);
        case 4 -> displayName = truncatable(in);
        case 5 -> start = time(in);
        case 6 -> end = time(in);
        case 7 -> readAttributes(in);
        case 14 -> kind = (int) in.readVarint();
        default -> in.skip(tag);
      }
    }
  }

  private Span build(ProtoReader in) throws ProtoException {
    int traces = name.indexOf(TRACES);
    int from = traces + TRACES.length();
    if (traces < 0 || !name.endsWith("/spans/" + spanId)) {
      throw in.malformed("name " + name + " (expected: projects/P/traces/T/spans/" + spanId + ")");
    }
    try {
      int middle = from + TRACE_ID_DIGITS / 2;
      return Span.builder()
          .traceId(
              HexFormat.fromHexDigitsToLong(name, from, middle),
              HexFormat.fromHexDigitsToLong(name, middle, from + TRACE_ID_DIGITS))
          .spanId(HexFormat.fromHexDigitsToLong(spanId))
          .parentSpanId(parentSpanId.isEmpty() ? 0 : HexFormat.fromHexDigitsToLong(parentSpanId))
          .name(displayName)
          .kind(SpanKind.ofNumber(kind))
          .startEpochNanos(start)
          .endEpochNanos(end)
          .attributes(attributes.build())
          .resource(Resource.of(Attributes.of(OtelKeys.SERVICE_NAME, service)))
          .build();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw in.malformed("ids of " + name + " (expected: 32 and 16 hex digits)");
    }
  }

  private void readAttributes(ProtoReader in) throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == FIRST_MESSAGE) {
        readAttribute(in);
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** One entry of the map: its key stands before its value, as every writer has it. */
  private void readAttribute(ProtoReader in) throws ProtoException {
    int outer = in.enter();
    String key = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> key = text(in);
        case 2 -> readValue(in, key);
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private void readValue(ProtoReader in, String key) throws ProtoException {
    int outer = in.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> putText(key, truncatable(in));
        case 2 -> attributes.put(key, in.readVarint());
        case 3 -> attributes.put(key, in.readVarint() != 0);
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private void putText(String key, String value) {
    if (key.equals(OtelKeys.SERVICE_NAME)) {
      service = value;
    } else {
      attributes.put(key, value);
    }
  }

  private static String truncatable(ProtoReader in) throws ProtoException {
    int outer = in.enter();
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == FIRST_MESSAGE) {
        value = text(in);
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    return value;
  }

  private static long time(ProtoReader in) throws ProtoException {
    int outer = in.enter();
    long nanos = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> nanos += in.readVarint() * 1_000_000_000;
        case 2 -> nanos += in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return nanos;
  }

  private static String text(ProtoReader in) throws ProtoException {
    int length = in.readLength();
    String text = Utf8.decode(in.array(), in.position(), length);
    in.advance(length);
    return text;
  }
}
