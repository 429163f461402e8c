package dev.ichnos.collector.demo;

import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.OtelKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What an Agent reads at {@code /v0.4/traces} (DataDog/datadog-agent pkg/proto/pbgo/trace span
 * encoding @ 7.66): an array of chunks, a chunk an array of spans, a span a map. The trace id of 64
 * bits is on every span, its upper half on the chunk's first span alone, as {@code _dd.p.tid}.
 *
 * @param spans each with the resource as its name, and the operation and {@code meta} as attributes
 */
record DatadogMessage(int chunks, List<Span> spans) {
  private static final int MAX_DEPTH = 8;
  private static final String UPPER_HALF = "_dd.p.tid";
  private static final String OPERATION = "operation.name";

  /**
   * Reads a message.
   *
   * @throws MsgpackException if it is not one
   */
  static DatadogMessage read(ByteBuffer message) throws MsgpackException {
    MsgpackReader in = new MsgpackReader(message);
    List<Span> spans = new ArrayList<>();
    int chunks = in.readArrayHeader();
    for (int i = 0; i < chunks; i++) {
      readChunk(in, spans);
    }
    if (!in.atEnd()) {
      throw in.malformed("bytes behind the message");
    }
    return new DatadogMessage(chunks, List.copyOf(spans));
  }

  /** Whether the span's operation is the one of Envoy's own tracer. */
  static boolean isProxyOperation(Span span) {
    return span.attributes().string(OPERATION).equals("envoy.proxy");
  }

  private static void readChunk(MsgpackReader in, List<Span> spans) throws MsgpackException {
    int count = in.readArrayHeader();
    long upperHalf = 0;
    for (int i = 0; i < count; i++) {
      ReadSpan span = new ReadSpan();
      span.read(in);
      upperHalf = i == 0 ? span.upperHalf : upperHalf;
      spans.add(span.build(upperHalf));
    }
  }

  /** One span on its way. */
  private static final class ReadSpan {
    private final Attributes.Builder attributes = Attributes.builder();
    private String service = "";
    private String resource = "";
    private String kind = "";
    private long traceId;
    private long spanId;
    private long parentId;
    private long start;
    private long duration;
    private long upperHalf;

    void read(MsgpackReader in) throws MsgpackException {
      int fields = in.readMapHeader();
      for (int i = 0; i < fields; i++) {
        switch (in.readString()) {
          case "service" -> service = in.readString();
          case "name" -> attributes.put(OPERATION, in.readString());
          case "resource" -> resource = in.readString();
          case "trace_id" -> traceId = in.readUnsigned();
          case "span_id" -> spanId = in.readUnsigned();
          case "parent_id" -> parentId = in.readUnsigned();
          case "start" -> start = in.readLong();
          case "duration" -> duration = in.readLong();
          case "meta" -> readMeta(in);
          default -> in.skip(MAX_DEPTH);
        }
      }
    }

    private void readMeta(MsgpackReader in) throws MsgpackException {
      int tags = in.readMapHeader();
      for (int i = 0; i < tags; i++) {
        String key = in.readString();
        String value = in.readString();
        if (key.equals(UPPER_HALF)) {
          upperHalf = hex(in, value);
        } else if (key.equals("span.kind")) {
          kind = value.toUpperCase(Locale.ROOT);
        } else {
          attributes.put(key, value);
        }
      }
    }

    private static long hex(MsgpackReader in, String value) throws MsgpackException {
      try {
        return HexFormat.fromHexDigitsToLong(value);
      } catch (IllegalArgumentException e) {
        throw in.malformed(UPPER_HALF + " " + value + " (expected: 16 hex digits)");
      }
    }

    Span build(long traceIdHigh) {
      SpanKind known =
          Arrays.stream(SpanKind.values())
              .filter(each -> each.name().equals(kind))
              .findFirst()
              .orElse(SpanKind.UNSPECIFIED);
      return Span.builder()
          .traceId(traceIdHigh, traceId)
          .spanId(spanId)
          .parentSpanId(parentId)
          .name(resource)
          .kind(known)
          .startEpochNanos(start)
          .endEpochNanos(start + duration)
          .attributes(attributes.build())
          .resource(Resource.of(Attributes.of(OtelKeys.SERVICE_NAME, service)))
          .build();
    }
  }
}
