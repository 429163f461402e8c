package dev.ichnos.collector.receiver.jaeger;

import dev.ichnos.codec.jaeger.JaegerProtoDecoder;
import dev.ichnos.codec.jaeger.JaegerSampling;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JaegerReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.ConstantMethod;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.Listeners;
import java.time.Duration;

/**
 * Takes what Jaeger's clients send to a collector, over gRPC and HTTP. Its listeners, methods and
 * routes live and die with {@link Listeners}.
 */
public final class JaegerReceiver implements Receiver {
  private static final String POST_SPANS = "jaeger.api_v2.CollectorService/PostSpans";
  private static final String SAMPLING = "jaeger.api_v2.SamplingManager/GetSamplingStrategy";

  private final String name;

  /**
   * A receiver, its listeners asked for, its methods and routes added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public JaegerReceiver(
      JaegerReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    name = config.id();
    Reception reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    config.grpc().ifPresent(server -> listeners.grpc(name, server));
    config.thriftHttp().ifPresent(server -> listeners.mixed(name, server));
    // Any listener that speaks a protocol serves all of it, also where only the other is
    // configured.
    listeners.method(
        SpanMethod.of(name, POST_SPANS, new JaegerProtoDecoder(), SpanMethod.EMPTY, reception));
    listeners.method(ConstantMethod.answeredAtEnd(name, SAMPLING, JaegerSampling.proto()));
    listeners.route(ThriftRoutes.batches(name, reception));
    listeners.route(ThriftRoutes.sampling(name));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}
}
