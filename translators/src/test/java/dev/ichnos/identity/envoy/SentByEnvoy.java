package dev.ichnos.identity.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.datadog.DatadogDecoder;
import dev.ichnos.codec.opencensus.OpenCensusDecoder;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.skywalking.SkyWalkingJsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.model.Span;
import io.opencensus.proto.agent.common.v1.Node;
import io.opencensus.proto.agent.common.v1.ServiceInfo;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span.Attributes;
import io.opencensus.proto.trace.v1.TruncatableString;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One request through a mesh, as each generation of proxies and each tracer of theirs sends it:
 * golden/envoy. From the gateway to productpage, which asks reviews (503) and, by gRPC, ratings
 * (UNAVAILABLE); both sides of each call.
 */
enum SentByEnvoy {
  ZIPKIN_1_12("zipkin/1.12.json"),
  ZIPKIN_1_16("zipkin/1.16.json"),
  ZIPKIN_1_22("zipkin/1.22.json"),
  ZIPKIN_1_27("zipkin/1.27.json"),
  ZIPKIN_1_30("zipkin/1.30.json"),
  ZIPKIN_1_34("zipkin/1.34.json"),
  ZIPKIN_1_38("zipkin/1.38.json"),
  OTLP("senders/otlp.json"),
  OTLP_CONVENTIONS("senders/otlp-conventions.json"),
  DATADOG("senders/datadog.json"),
  SKYWALKING("senders/skywalking.json"),
  OPENCENSUS("senders/opencensus.json");

  final String file;

  SentByEnvoy(String file) {
    this.file = file;
  }

  /** As they come out of the decoder; of SkyWalking's the spans of attempts last. */
  List<Span> decode() throws IOException, DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    for (byte[] message : messages()) {
      decoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    }
    if (!sink.dropped().isEmpty()) {
      throw new IllegalStateException(sink.dropped().toString());
    }
    List<Span> spans = new ArrayList<>(sink.spans());
    spans.sort(
        Comparator.comparingLong(span -> span.attributes().integer("skywalking.span_id", 0)));
    return spans;
  }

  private SpanDecoder decoder() {
    return switch (this) {
      case OTLP, OTLP_CONVENTIONS -> new OtlpJsonDecoder();
      case DATADOG -> DatadogDecoder.json();
      case SKYWALKING -> new SkyWalkingJsonDecoder();
      case OPENCENSUS -> new OpenCensusDecoder();
      default -> new ZipkinV2JsonDecoder();
    };
  }

  private List<byte[]> messages() throws IOException {
    byte[] bytes = GoldenFile.bytes(file);
    return this == OPENCENSUS ? openCensus(new String(bytes, UTF_8)) : List.of(bytes);
  }

  /** The file is a list of messages in a form of its own: one call for each proxy. */
  private static List<byte[]> openCensus(String list) {
    List<byte[]> messages = new ArrayList<>();
    for (JsonElement one : JsonParser.parseString(list).getAsJsonArray()) {
      JsonObject call = one.getAsJsonObject();
      messages.add(
          ExportTraceServiceRequest.newBuilder()
              .setNode(
                  Node.newBuilder()
                      .setServiceInfo(
                          ServiceInfo.newBuilder().setName(call.get("service").getAsString())))
              .addSpans(openCensus(call.getAsJsonObject("span")))
              .build()
              .toByteArray());
    }
    return messages;
  }

  private static io.opencensus.proto.trace.v1.Span openCensus(JsonObject span) {
    Attributes.Builder attributes = Attributes.newBuilder();
    for (Map.Entry<String, JsonElement> tag : span.getAsJsonObject("attributes").entrySet()) {
      attributes.putAttributeMap(
          tag.getKey(), AttributeValue.newBuilder().setStringValue(text(tag.getValue())).build());
    }
    return io.opencensus.proto.trace.v1.Span.newBuilder()
        .setTraceId(bytes(span.get("trace_id")))
        .setSpanId(bytes(span.get("span_id")))
        .setParentSpanId(bytes(span.get("parent_span_id")))
        .setName(text(span.get("name")))
        .setStartTime(Timestamps.fromMicros(span.get("start_micros").getAsLong()))
        .setEndTime(Timestamps.fromMicros(span.get("end_micros").getAsLong()))
        .setAttributes(attributes)
        .build();
  }

  private static TruncatableString text(JsonElement text) {
    return TruncatableString.newBuilder().setValue(text.getAsString()).build();
  }

  private static ByteString bytes(JsonElement hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex.getAsString()));
  }

  /** Files under golden/envoy. */
  static final class GoldenFile {
    private GoldenFile() {}

    static byte[] bytes(String file) throws IOException {
      try (InputStream in = SentByEnvoy.class.getResourceAsStream("/golden/envoy/" + file)) {
        if (in == null) {
          throw new FileNotFoundException(file);
        }
        return in.readAllBytes();
      }
    }
  }
}
