package dev.ichnos.collector.bench;

import dev.ichnos.collector.config.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.util.List;

/** Sinks that listen before the collector that sends to them is started. */
final class RunningBench implements AutoCloseable {
  private final Tally tally;

  private RunningBench(Tally tally) {
    this.tally = tally;
  }

  /** Listens on free ports of loopback. */
  static RunningBench start(int batch, SinkAddress.Kind... kinds) throws IOException {
    List<SinkAddress> addresses =
        List.of(kinds).stream()
            .map(kind -> new SinkAddress(kind, new Endpoint("127.0.0.1", 0)))
            .toList();
    Tally tally = new Tally(addresses, batch, new SpanIds(System.nanoTime()));
    tally.start();
    return new RunningBench(tally);
  }

  int port(int sink) {
    return tally.bound().get(sink).getPort();
  }

  InetSocketAddress bound(int sink) {
    return tally.bound().get(sink);
  }

  SpanIds ids() {
    return tally.ids();
  }

  BenchReport run(BenchPlan plan) throws IOException, InterruptedException {
    return new Bench(plan, new PrintWriter(Writer.nullWriter()), tally).run();
  }

  @Override
  public void close() {
    tally.close();
  }
}
