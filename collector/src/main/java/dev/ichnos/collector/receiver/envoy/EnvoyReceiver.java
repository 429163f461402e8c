package dev.ichnos.collector.receiver.envoy;

import dev.ichnos.codec.envoy.EnvoyDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.EnvoyReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.Listeners;
import java.time.Duration;
import java.util.List;

/**
 * Takes Envoy's streams of traces, v2 and v3, over gRPC. Its listener and methods live and die with
 * {@link Listeners}.
 */
public final class EnvoyReceiver implements Receiver {
  private static final List<String> METHODS =
      List.of(
          "envoy.service.trace.v3.TraceService/StreamTraces",
          "envoy.service.trace.v2.TraceService/StreamTraces");

  private final String name;

  /**
   * A receiver, its listener asked for, its methods added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public EnvoyReceiver(
      EnvoyReceiverConfig config,
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
    EnvoyDecoder decoder = new EnvoyDecoder();
    listeners.grpc(name, config.server());
    for (String method : METHODS) {
      listeners.method(
          SpanMethod.ofCalls(name, method, decoder::stream, SpanMethod.EMPTY, reception));
    }
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
