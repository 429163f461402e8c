package dev.ichnos.collector;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpFramesDecoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
import dev.ichnos.collector.config.DatadogReceiverConfig;
import dev.ichnos.collector.config.EnvoyReceiverConfig;
import dev.ichnos.collector.config.JaegerReceiverConfig;
import dev.ichnos.collector.config.LightstepReceiverConfig;
import dev.ichnos.collector.config.OpenCensusReceiverConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.config.XRayReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.cloudtrace.CloudTraceReceiver;
import dev.ichnos.collector.receiver.datadog.DatadogReceiver;
import dev.ichnos.collector.receiver.envoy.EnvoyReceiver;
import dev.ichnos.collector.receiver.jaeger.JaegerReceiver;
import dev.ichnos.collector.receiver.lightstep.LightstepReceiver;
import dev.ichnos.collector.receiver.opencensus.OpenCensusReceiver;
import dev.ichnos.collector.receiver.otlp.OtlpReceiver;
import dev.ichnos.collector.receiver.skywalking.SkyWalkingReceiver;
import dev.ichnos.collector.receiver.xray.XRayReceiver;
import dev.ichnos.collector.receiver.zipkin.ZipkinReceiver;
import dev.ichnos.collector.transport.Listeners;
import java.util.Set;

/**
 * Makes the receiver that a configuration asks for.
 *
 * @param passThrough ids of those that read no span
 */
record Receivers(
    SpanConsumer consumer,
    Listeners listeners,
    Metrics metrics,
    EpochClock clock,
    Set<String> passThrough) {
  Receiver of(ReceiverConfig config) {
    if (config instanceof ZipkinReceiverConfig zipkin) {
      return new ZipkinReceiver(zipkin, consumer, listeners, metrics, clock);
    }
    if (config instanceof OtlpReceiverConfig otlp) {
      SpanDecoder proto =
          passThrough.contains(otlp.id()) ? new OtlpFramesDecoder() : new OtlpProtoDecoder();
      return new OtlpReceiver(otlp, proto, consumer, listeners, metrics, clock);
    }
    if (config instanceof DatadogReceiverConfig datadog) {
      return new DatadogReceiver(
          datadog, consumer, listeners, metrics, clock, Receivers::headSampling);
    }
    if (config instanceof OpenCensusReceiverConfig openCensus) {
      return new OpenCensusReceiver(openCensus, consumer, listeners, metrics, clock);
    }
    if (config instanceof EnvoyReceiverConfig envoy) {
      return new EnvoyReceiver(envoy, consumer, listeners, metrics, clock);
    }
    if (config instanceof SkyWalkingReceiverConfig skyWalking) {
      return new SkyWalkingReceiver(skyWalking, consumer, listeners, metrics, clock);
    }
    if (config instanceof CloudTraceReceiverConfig cloudTrace) {
      return new CloudTraceReceiver(cloudTrace, consumer, listeners, metrics, clock);
    }
    if (config instanceof LightstepReceiverConfig lightstep) {
      return new LightstepReceiver(lightstep, consumer, listeners, metrics, clock);
    }
    if (config instanceof JaegerReceiverConfig jaeger) {
      return new JaegerReceiver(jaeger, consumer, listeners, metrics, clock);
    }
    if (config instanceof XRayReceiverConfig xray) {
      return new XRayReceiver(xray, consumer, listeners, metrics, clock);
    }
    throw new IllegalArgumentException(config.id() + ": no such receiver");
  }

  /** The highest share of traces that any lane takes: every lane takes every trace. */
  private static double headSampling() {
    return 1;
  }
}
