package dev.ichnos.collector.bench;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The resident memory of a process, looked at five times a second. */
final class MemorySamples implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 200;

  private final ProcessFiles process;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "bench-memory");
            thread.setDaemon(true);
            return thread;
          });
  private long samples;
  private long sum;
  private long most;
  private @Nullable IOException fault;

  MemorySamples(ProcessFiles process) {
    this.process = process;
  }

  void start() {
    var unused = timer.scheduleAtFixedRate(this::sample, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends it. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /**
   * What was seen so far.
   *
   * @throws IOException if the process went away
   */
  synchronized Memory seen() throws IOException {
    if (fault != null) {
      throw fault;
    }
    return new Memory(samples == 0 ? 0 : sum / samples, most, process.bytes("VmHWM"));
  }

  private synchronized void sample() {
    try {
      long now = process.bytes("VmRSS");
      samples++;
      sum += now;
      most = Math.max(most, now);
    } catch (IOException e) {
      fault = e;
    }
  }

  /**
   * Resident memory, bytes.
   *
   * @param peakBytes the most that was seen
   * @param highWaterBytes the most since the process began, as the kernel knows it
   */
  record Memory(long averageBytes, long peakBytes, long highWaterBytes) {}
}
