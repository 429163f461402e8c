package dev.ichnos.collector.demo;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.otlp.OtlpReceiver;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What Tempo is to the collector: an OTLP endpoint on loopback that keeps what it is sent. */
final class TempoStandIn implements AutoCloseable {
  private final Store store = new Store();
  private final Listeners listeners;
  private final ServerConfig server;
  private final Receiver receiver;

  private TempoStandIn(int port) {
    Metrics metrics = new Metrics();
    listeners = new Listeners(metrics);
    server = ServerConfig.defaults(new Endpoint("127.0.0.1", port));
    OtlpReceiverConfig config =
        new OtlpReceiverConfig("tempo", Optional.of(server), Optional.empty(), List.of());
    receiver = new OtlpReceiver(config, store, listeners, metrics, EpochClock.SYSTEM);
  }

  /**
   * Starts one on loopback.
   *
   * @param port 0 lets the system choose
   */
  static TempoStandIn start(int port) throws IOException {
    TempoStandIn tempo = new TempoStandIn(port);
    tempo.listeners.start();
    return tempo;
  }

  InetSocketAddress address() {
    return listeners.address("tempo", server.endpoint());
  }

  /**
   * Waits until {@code spans} spans of the trace have come.
   *
   * @return those that have come, fewer if the time is over
   */
  List<Span> await(long traceKey, int spans, Duration timeout) throws InterruptedException {
    return store.await(traceKey, spans, timeout);
  }

  @Override
  public void close() {
    listeners.close(Duration.ofSeconds(1));
    receiver.close(Duration.ZERO);
  }

  /** The spans by trace key. */
  private static final class Store implements SpanConsumer {
    private final Map<Long, List<Span>> traces = new HashMap<>();

    @Override
    public synchronized CompletionStage<ConsumeResult> accept(SpanBatch batch) {
      for (Span span : batch.spans()) {
        traces.computeIfAbsent(span.traceIdLow(), any -> new ArrayList<>()).add(span);
      }
      notifyAll();
      return CompletableFuture.completedFuture(ConsumeResult.ACCEPTED);
    }

    synchronized List<Span> await(long traceKey, int spans, Duration timeout)
        throws InterruptedException {
      long deadline = System.nanoTime() + timeout.toNanos();
      while (traces.getOrDefault(traceKey, List.of()).size() < spans) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          break;
        }
        wait(left);
      }
      return List.copyOf(traces.getOrDefault(traceKey, List.of()));
    }
  }
}
