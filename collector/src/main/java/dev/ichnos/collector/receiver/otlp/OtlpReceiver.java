package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.transport.CrossOrigin;
import dev.ichnos.collector.transport.Listeners;
import java.time.Duration;

/**
 * Takes OTLP over gRPC and HTTP. Its listeners, method and route live and die with {@link
 * Listeners}.
 */
public final class OtlpReceiver implements Receiver {
  private final String name;

  /** A receiver that decodes what comes. */
  public OtlpReceiver(
      OtlpReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    this(config, new OtlpProtoDecoder(), consumer, listeners, metrics, clock);
  }

  /**
   * A receiver, its listeners asked for, its method and route added.
   *
   * @param protoDecoder reads messages in protobuf, in a pass-through pipeline their frames alone
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public OtlpReceiver(
      OtlpReceiverConfig config,
      SpanDecoder protoDecoder,
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
    config.http().ifPresent(server -> listeners.mixed(name, server));
    // Any listener that speaks a protocol serves all of it, also where only the other is
    // configured.
    listeners.method(GrpcExport.method(name, protoDecoder, reception));
    new CrossOrigin(config.cors())
        .routes(HttpExport.route(name, config.paths(), protoDecoder, reception))
        .forEach(listeners::route);
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
