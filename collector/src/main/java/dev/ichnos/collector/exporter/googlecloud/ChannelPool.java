package dev.ichnos.collector.exporter.googlecloud;

import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.transport.GrpcChannels;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several connections to the one endpoint, used in turn: Google's front ends serve the calls of one
 * connection at a bounded rate, whatever its number of streams.
 */
final class ChannelPool {
  private final List<ManagedChannel> channels;
  private final AtomicInteger turn = new AtomicInteger();

  private ChannelPool(List<ManagedChannel> channels) {
    this.channels = channels;
  }

  /**
   * Opens as many as are configured; each connects on its first call.
   *
   * @throws IOException if a TLS file cannot be used, naming it
   */
  static ChannelPool open(GoogleCloudExporterConfig config, GrpcChannels opener)
      throws IOException {
    List<ManagedChannel> opened = new ArrayList<>();
    for (int i = 0; i < config.grpcPoolSize(); i++) {
      opened.add(opener.open(config.endpoint(), config.tls()));
    }
    return new ChannelPool(opened);
  }

  Channel next() {
    return channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
  }

  /** Lets open calls end, at the latest by the deadline, and closes the channels. Blocks. */
  void close(Duration deadline) {
    channels.forEach(ManagedChannel::shutdown);
    long end = System.nanoTime() + deadline.toNanos();
    for (ManagedChannel channel : channels) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        if (!channel.awaitTermination(left, TimeUnit.NANOSECONDS)) {
          channel.shutdownNow();
        }
      } catch (InterruptedException e) {
        channel.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
