package dev.ichnos.collector.mapping;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.cloudtrace.CloudTraceJsonDecoder;
import dev.ichnos.codec.cloudtrace.CloudTraceProtoDecoder;
import dev.ichnos.codec.datadog.DatadogDecoder;
import dev.ichnos.codec.envoy.EnvoyDecoder;
import dev.ichnos.codec.jaeger.JaegerProtoDecoder;
import dev.ichnos.codec.jaeger.JaegerThriftDecoder;
import dev.ichnos.codec.lightstep.LightstepDecoder;
import dev.ichnos.codec.opencensus.OpenCensusDecoder;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.skywalking.SkyWalkingJsonDecoder;
import dev.ichnos.codec.skywalking.SkyWalkingProtoDecoder;
import dev.ichnos.codec.xray.XRayDecoder;
import dev.ichnos.codec.zipkin.ZipkinProtoDecoder;
import dev.ichnos.codec.zipkin.ZipkinV1JsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV1ThriftDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig.ByteOrder;
import dev.ichnos.model.Format;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A format that some receiver takes.
 *
 * @param decoder reads it
 * @param receiverType the type of receiver, such as {@code zipkin}
 */
record PayloadFormat(SpanDecoder decoder, String receiverType) {
  private static final String ZIPKIN = "zipkin";
  private static final String OTLP = "otlp";
  private static final String SKYWALKING = "skywalking";
  private static final String DATADOG = "datadog";
  private static final String JAEGER = "jaeger";
  private static final String CLOUDTRACE = "cloudtrace";
  private static final String LIGHTSTEP = "lightstep";

  /** All of them, decoded as these receivers are configured to. */
  static List<PayloadFormat> all(List<ReceiverConfig> receivers) {
    return List.of(
        new PayloadFormat(new ZipkinV2JsonDecoder(), ZIPKIN),
        new PayloadFormat(new ZipkinV1JsonDecoder(), ZIPKIN),
        new PayloadFormat(new ZipkinV1ThriftDecoder(), ZIPKIN),
        new PayloadFormat(zipkinProto(receivers), ZIPKIN),
        new PayloadFormat(new OtlpJsonDecoder(), OTLP),
        new PayloadFormat(new OtlpProtoDecoder(), OTLP),
        new PayloadFormat(new SkyWalkingJsonDecoder(), SKYWALKING),
        new PayloadFormat(SkyWalkingProtoDecoder.segment(), SKYWALKING),
        new PayloadFormat(SkyWalkingProtoDecoder.collection(), SKYWALKING),
        new PayloadFormat(DatadogDecoder.v04(), DATADOG),
        new PayloadFormat(DatadogDecoder.v05(), DATADOG),
        new PayloadFormat(DatadogDecoder.v07(), DATADOG),
        new PayloadFormat(DatadogDecoder.json(), DATADOG),
        new PayloadFormat(new JaegerThriftDecoder(), JAEGER),
        new PayloadFormat(new JaegerProtoDecoder(), JAEGER),
        new PayloadFormat(new XRayDecoder(), "xray"),
        new PayloadFormat(new CloudTraceJsonDecoder(), CLOUDTRACE),
        new PayloadFormat(new CloudTraceProtoDecoder(), CLOUDTRACE),
        new PayloadFormat(new LightstepDecoder(), LIGHTSTEP),
        new PayloadFormat(new OpenCensusDecoder(), "opencensus"),
        new PayloadFormat(new EnvoyDecoder(), "envoy"));
  }

  Format format() {
    return decoder.format();
  }

  boolean isOtlpJson() {
    return format().equals(OtlpFormats.OTLP_JSON);
  }

  /** As the command line has it, such as {@code zipkin_v2_json}. */
  String name() {
    return format().name().toLowerCase(Locale.ROOT);
  }

  private static SpanDecoder zipkinProto(List<ReceiverConfig> receivers) {
    return zipkin(receivers)
            .findFirst()
            .filter(config -> config.protoSpanIds() == ByteOrder.LITTLE_ENDIAN)
            .isPresent()
        ? ZipkinProtoDecoder.littleEndianSpanIds()
        : new ZipkinProtoDecoder();
  }

  private static Stream<ZipkinReceiverConfig> zipkin(List<ReceiverConfig> receivers) {
    return receivers.stream()
        .filter(ZipkinReceiverConfig.class::isInstance)
        .map(ZipkinReceiverConfig.class::cast);
  }
}
