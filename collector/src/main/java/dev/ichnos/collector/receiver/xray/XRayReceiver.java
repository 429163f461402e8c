package dev.ichnos.collector.receiver.xray;

import dev.ichnos.codec.xray.XRayDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.collector.config.XRayReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.ReceptionResult;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.transport.DatagramRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.collector.transport.Peer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/**
 * Takes the datagrams of an X-Ray daemon. Its UDP port lives and dies with {@link Listeners}. What
 * is refused is counted, and lost: its sender learns nothing.
 */
public final class XRayReceiver implements Receiver {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(XRayReceiver.class));

  private final String name;
  private final Reception reception;
  private final XRayDecoder decoder = new XRayDecoder();

  /**
   * A receiver, its port asked for.
   *
   * @param consumer takes what is received
   * @param clock tells when a message was taken
   */
  public XRayReceiver(
      XRayReceiverConfig config,
      SpanConsumer consumer,
      Listeners listeners,
      Metrics metrics,
      EpochClock clock) {
    name = config.id();
    reception =
        new Reception(
            name,
            config.metadata(),
            consumer,
            Reception.limits(Runtime.getRuntime().maxMemory()),
            metrics,
            clock);
    listeners.datagrams(new DatagramRoute(name, config.endpoint(), new Datagrams()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public void close(Duration deadline) {}

  private void tell(ReceptionResult result, Peer peer) {
    if (result instanceof ReceptionResult.Malformed malformed) {
      warn("malformed", peer, malformed.message());
    } else if (result instanceof ReceptionResult.Busy busy) {
      warn("busy", peer, busy.message());
    } else if (result instanceof ReceptionResult.Refused refused) {
      warn("refused", peer, refused.message());
    } else if (result instanceof ReceptionResult.Taken taken && taken.rejected() > 0) {
      warn("rejected", peer, taken.message());
    }
  }

  /** In place of an answer. */
  private void warn(String kind, Peer peer, String problem) {
    LOG.warn(name + ' ' + kind, "{}: a datagram of {}: {}", name, peer.address(), problem);
  }

  private final class Datagrams implements DatagramRoute.Handler {
    @Override
    public CompletionStage<?> handle(ByteBuffer datagram, Peer peer) {
      return reception
          .accept(reception.decode(decoder, datagram), peer.address(), Map.of())
          .thenAccept(result -> tell(result, peer));
    }

    @Override
    public void refused() {
      reception.refuse("busy");
      LOG.warn(name + " in flight", "{}: datagrams come faster than the journal takes them", name);
    }
  }
}
