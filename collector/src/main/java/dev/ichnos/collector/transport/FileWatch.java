package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at {@link WatchedFiles} again and again, on one daemon thread that there is only if there
 * are files: event loops must not wait for a disk. Safe for many threads.
 */
final class FileWatch implements AutoCloseable {
  /** Between the look that sees a change and the one that finds it complete, at most. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Metrics metrics;
  private @Nullable ScheduledExecutorService thread;
  private boolean closed;

  FileWatch(Metrics metrics) {
    this.metrics = metrics;
  }

  Metrics metrics() {
    return metrics;
  }

  /**
   * Makes something from files, and from now on anew when they change. Blocks.
   *
   * @param files may be none
   * @param interval between two looks
   * @throws IOException if a file cannot be read, or nothing be made from them
   */
  <T> Supplier<T> make(List<NamedFile> files, Duration interval, WatchedFiles.Maker<T> maker)
      throws IOException {
    WatchedFiles<T> watched = new WatchedFiles<>(files, maker, metrics);
    if (!files.isEmpty()) {
      lookAfter(interval, watched, interval);
    }
    return watched;
  }

  /** Ends the looking; what was made stays as it is. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.shutdownNow();
    }
  }

  private synchronized void lookAfter(Duration delay, WatchedFiles<?> watched, Duration interval) {
    if (closed) {
      return;
    }
    if (thread == null) {
      thread = Executors.newSingleThreadScheduledExecutor(FileWatch::daemon);
    }
    var unused =
        thread.schedule(
            () -> {
              boolean settled = watched.look();
              boolean sooner = !settled && SETTLING.compareTo(interval) < 0;
              lookAfter(sooner ? SETTLING : interval, watched, interval);
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread made = new Thread(task, "file-watch");
    made.setDaemon(true);
    return made;
  }
}
