package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.demo.Demo;
import dev.ichnos.collector.demo.MixedHeadersDemo;
import dev.ichnos.collector.transport.BoundListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Lends the demo a collector, which it must not know how to make. */
final class DemoRun {
  private DemoRun() {}

  /**
   * Runs the demo to its end.
   *
   * @param keep whether it uses the documented ports, and stays until it is interrupted
   * @param mixedHeaders whether it shows traces that are joined, or protocols
   * @return {@link ExitCode#OK} if everything arrived
   */
  static int run(boolean keep, boolean mixedHeaders, PrintWriter out)
      throws IOException, InterruptedException {
    Demo.Pause pause = keep ? () -> stay(out) : () -> {};
    boolean complete =
        mixedHeaders
            ? new MixedHeadersDemo(out).run(Lent::new, keep, pause)
            : new Demo(out).run(Lent::new, keep, pause);
    return complete ? ExitCode.OK : ExitCode.RUNTIME;
  }

  private static void stay(PrintWriter out) throws InterruptedException {
    out.println();
    out.println("Staying, until Ctrl-C.");
    out.flush();
    new CountDownLatch(1).await();
  }

  /** A collector as the demo sees it. */
  private static final class Lent implements Demo.RunningCollector {
    private final Collector collector;

    Lent(CollectorConfig config) {
      collector = new Collector(config);
    }

    @Override
    public void start() throws IOException {
      collector.start();
    }

    @Override
    public void close(Duration deadline) {
      collector.close(deadline);
    }

    @Override
    public InetSocketAddress listener(String owner, boolean mixed) {
      for (BoundListener listener : collector.bound()) {
        if (listener.owners().contains(owner) && listener.mixed() == mixed) {
          return listener.address();
        }
      }
      throw new IllegalStateException("no such listener: " + owner);
    }
  }
}
