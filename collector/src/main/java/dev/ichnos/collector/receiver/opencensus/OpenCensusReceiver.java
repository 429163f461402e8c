package dev.ichnos.collector.receiver.opencensus;

import dev.ichnos.codec.opencensus.OpenCensusDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.OpenCensusReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.ConstantMethod;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.Listeners;
import java.time.Duration;

/**
 * Takes what OpenCensus libraries send to their agent, over gRPC. Its listener and methods live and
 * die with {@link Listeners}.
 */
public final class OpenCensusReceiver implements Receiver {
  private static final String SERVICE = "opencensus.proto.agent.trace.v1.TraceService/";
  private static final byte[] EMPTY_MESSAGE = {};

  private final String name;

  /**
   * A receiver, its listener asked for, its methods added.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public OpenCensusReceiver(
      OpenCensusReceiverConfig config,
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
    OpenCensusDecoder decoder = new OpenCensusDecoder();
    listeners.grpc(name, config.server());
    listeners.method(
        SpanMethod.ofCalls(name, SERVICE + "Export", decoder::stream, SpanMethod.NONE, reception));
    listeners.method(
        SpanMethod.of(name, SERVICE + "ExportOne", decoder, SpanMethod.EMPTY, reception));
    listeners.method(ConstantMethod.answeredAtEnd(name, SERVICE + "Config", EMPTY_MESSAGE));
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
