package dev.ichnos.collector.mapping;

import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.datadog.DatadogFormats;
import dev.ichnos.codec.envoy.EnvoyFormats;
import dev.ichnos.codec.jaeger.JaegerFormats;
import dev.ichnos.codec.lightstep.LightstepFormats;
import dev.ichnos.codec.opencensus.OpenCensusFormats;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.skywalking.SkyWalkingFormats;
import dev.ichnos.codec.xray.XRayFormats;
import dev.ichnos.codec.zipkin.ZipkinFormatDetector;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tells of a payload's bytes which formats they speak for.
 *
 * <p>Datadog's msgpack, Jaeger's thrift and X-Ray's documents begin as nothing else does; so do
 * Zipkin's lists ({@link ZipkinFormatDetector}). JSON behind an opening brace is OTLP's, unless it
 * has a key, or the like, that only another format has. Protobuf messages of all formats begin
 * alike.
 */
final class LikelyFormats {
  /** Each needs a look at its spans to be told from the others. */
  private static final List<Format> PROTOBUF =
      List.of(
          ZipkinFormats.ZIPKIN_PROTO,
          OtlpFormats.OTLP_PROTO,
          SkyWalkingFormats.SKYWALKING_PROTO,
          JaegerFormats.JAEGER_PROTO,
          CloudTraceFormats.CLOUDTRACE_V2_PROTO,
          LightstepFormats.LIGHTSTEP_PROTO,
          OpenCensusFormats.OPENCENSUS_PROTO,
          EnvoyFormats.ENVOY_PROTO);

  /** What stands in the text of one format of JSON and of no other. */
  private static final Map<String, Format> MARKS =
      Map.of(
          // SkyWalking's backend can do nothing without it.
          "\"traceSegmentId\"", SkyWalkingFormats.SKYWALKING_JSON,
          // So begins the name of every span.
          "\"projects/", CloudTraceFormats.CLOUDTRACE_V2_JSON);

  /** A struct in field 1, whose field 1 is text: the process, with which every client begins. */
  private static final byte[] JAEGER_BATCH = {12, 0, 1, 11, 0, 1};

  /** Of the text that is looked at where the beginning tells. */
  private static final int BEGINNING = 256;

  private LikelyFormats() {}

  /** The likeliest first; at least one. */
  static List<Format> of(byte[] bytes) {
    String beginning =
        new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1)
            .stripLeading();
    int first = bytes.length == 0 ? 0 : bytes[0] & 0xff;
    if (isMsgpackArray(first)) {
      return List.of(DatadogFormats.DATADOG_V04_MSGPACK, DatadogFormats.DATADOG_V05_MSGPACK);
    }
    if (isMsgpackMap(first)) {
      return List.of(DatadogFormats.DATADOG_V07_MSGPACK);
    }
    if (startsWith(bytes, JAEGER_BATCH)) {
      return List.of(JaegerFormats.JAEGER_THRIFT);
    }
    if (isListOfLists(beginning)) {
      return List.of(DatadogFormats.DATADOG_V04_JSON);
    }
    if (hasHeaderLine(beginning)) {
      return List.of(XRayFormats.XRAY_JSON);
    }
    Format otherwise = beginning.startsWith("{") ? OtlpFormats.OTLP_JSON : OtlpFormats.OTLP_PROTO;
    Format detected =
        ZipkinFormatDetector.detect(
            ByteBuffer.wrap(bytes), otherwise, ZipkinFormats.ZIPKIN_V2_JSON);
    if (PROTOBUF.contains(detected)) {
      return PROTOBUF;
    }
    boolean text =
        detected.equals(OtlpFormats.OTLP_JSON) || detected.equals(ZipkinFormats.ZIPKIN_V2_JSON);
    return text ? ofText(detected, bytes) : List.of(detected);
  }

  private static List<Format> ofText(Format detected, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return MARKS.entrySet().stream()
        .filter(mark -> text.contains(mark.getKey()))
        .map(mark -> List.of(detected, mark.getValue()))
        .findFirst()
        .orElse(List.of(detected));
  }

  private static boolean isMsgpackArray(int first) {
    return (first & 0xf0) == 0x90 || first == 0xdc || first == 0xdd;
  }

  private static boolean isMsgpackMap(int first) {
    return (first & 0xf0) == 0x80 || first == 0xde || first == 0xdf;
  }

  private static boolean isListOfLists(String beginning) {
    return beginning.startsWith("[") && beginning.substring(1).stripLeading().startsWith("[");
  }

  /** X-Ray's: an object of its own on the first line, which names the format of the second. */
  private static boolean hasHeaderLine(String beginning) {
    int end = beginning.indexOf('\n');
    return end > 0
        && beginning.startsWith("{")
        && beginning.substring(0, end).stripTrailing().endsWith("}")
        && beginning.substring(0, end).contains("\"format\"");
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length > head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }
}
