package dev.ichnos.collector.receiver.zipkin;

import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig.ByteOrder;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The contract for one format, on the path and by the type that Zipkin has for it. */
abstract class ZipkinReceiverContract extends HttpReceiverContract {
  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new ZipkinReceiver(
        new ZipkinReceiverConfig(
            "zipkin", server, List.of("/collect"), cors(), ByteOrder.BIG_ENDIAN),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  CorsConfig cors() {
    return CorsConfig.defaults();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("zipkin", server.endpoint());
  }

  @Override
  protected int success() {
    return 202;
  }
}
