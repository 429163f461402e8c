package dev.ichnos.collector.exporter.otlp;

import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The endpoints of one exporter, used in turn. One that said UNAVAILABLE is passed over for a
 * while, as long as there is another.
 */
final class GrpcEndpoints {
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final List<GrpcEndpoint> endpoints;
  private final LongSupplier nanoTime;
  private final AtomicInteger turn = new AtomicInteger();

  GrpcEndpoints(List<ManagedChannel> channels, LongSupplier nanoTime) {
    this.endpoints = channels.stream().map(channel -> new GrpcEndpoint(channel, nanoTime)).toList();
    this.nanoTime = nanoTime;
  }

  /** The next one that is not resting; if all are, the next one. */
  GrpcEndpoint next() {
    int first = Math.floorMod(turn.getAndIncrement(), endpoints.size());
    for (int i = 0; i < endpoints.size(); i++) {
      GrpcEndpoint endpoint = endpoints.get((first + i) % endpoints.size());
      if (!endpoint.resting()) {
        return endpoint;
      }
    }
    return endpoints.get(first);
  }

  /** Lets open calls end, at the latest by the deadline, and closes the channels. */
  void close(Duration deadline) {
    endpoints.forEach(endpoint -> endpoint.channel.shutdown());
    long end = nanoTime.getAsLong() + deadline.toNanos();
    for (GrpcEndpoint endpoint : endpoints) {
      try {
        long left = Math.max(0, end - nanoTime.getAsLong());
        if (!endpoint.channel.awaitTermination(left, TimeUnit.NANOSECONDS)) {
          endpoint.channel.shutdownNow();
        }
      } catch (InterruptedException e) {
        endpoint.channel.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One endpoint's channel, and whether it rests. */
  static final class GrpcEndpoint {
    private final ManagedChannel channel;
    private final LongSupplier nanoTime;
    private volatile long restUntil;

    private GrpcEndpoint(ManagedChannel channel, LongSupplier nanoTime) {
      this.channel = channel;
      this.nanoTime = nanoTime;
      this.restUntil = nanoTime.getAsLong();
    }

    ManagedChannel channel() {
      return channel;
    }

    void rest() {
      restUntil = nanoTime.getAsLong() + REST_NANOS;
    }

    void awake() {
      restUntil = nanoTime.getAsLong();
    }

    private boolean resting() {
      return nanoTime.getAsLong() - restUntil < 0;
    }
  }
}
