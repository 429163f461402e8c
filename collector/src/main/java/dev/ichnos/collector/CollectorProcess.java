package dev.ichnos.collector;

import dev.ichnos.collector.config.CollectorConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one collector for the life of the process, until SIGTERM or SIGINT drains it. */
final class CollectorProcess {
  private static final Logger log = LoggerFactory.getLogger(CollectorProcess.class);

  private CollectorProcess() {}

  /**
   * Starts a collector and waits for the signal. Returns only if that wait is interrupted; on the
   * signal the process ends with {@link ExitCode#OK}, or {@link ExitCode#NOT_DRAINED}.
   *
   * @throws IOException if it cannot start; what was started is closed again
   */
  static int run(CollectorConfig config) throws IOException {
    LibraryLog.takeOver();
    Collector collector = new Collector(config);
    try {
      collector.start();
    } catch (IOException | RuntimeException e) {
      collector.close(Duration.ZERO);
      throw e;
    }
    Duration drainTimeout = config.service().drainTimeout();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(collector, drainTimeout), "drain"));
    log.info("ready in {} s", secondsSinceStart());
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  /** In the shutdown hook the exit code is the signal's already: only halt can set another. */
  private static void drain(Collector collector, Duration timeout) {
    log.info("draining, for {} s at most", timeout.toSeconds());
    collector.close(timeout);
    boolean drained = collector.drained();
    log.info(drained ? "drained" : "not drained: see the accounts above");
    Runtime.getRuntime().halt(drained ? ExitCode.OK : ExitCode.NOT_DRAINED);
  }

  /** Since the JVM began; the start of the process that the system tells is up to a second off. */
  private static String secondsSinceStart() {
    return "%.2f".formatted(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
  }
}
