package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.PodFileConfig;
import dev.ichnos.collector.config.PodsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link PodTable} as a file has it. A change counts once two looks in a row have seen the
 * same, so that a file that is being written is not read half; one that cannot be read leaves what
 * was read before. Looks are at where the path leads, at time and size: such a file may be too
 * large to be read over and over.
 */
final class PodFile {
  private static final Logger log = LoggerFactory.getLogger(PodFile.class);

  private final PodFileConfig file;
  private final PodsConfig config;
  private final PodTable table;
  private final Metrics metrics;
  private final LongSupplier epochNanos;
  private final PodFileReader reader = new PodFileReader();
  private @Nullable ScheduledExecutorService thread;
  private @Nullable Stamp used;
  private @Nullable Stamp seen;

  PodFile(
      PodFileConfig file,
      PodsConfig config,
      PodTable table,
      Metrics metrics,
      LongSupplier epochNanos) {
    this.file = file;
    this.config = config;
    this.table = table;
    this.metrics = metrics;
    this.epochNanos = epochNanos;
  }

  /**
   * Reads the file, and from now on again when it changes. Blocks.
   *
   * @throws IOException if it cannot be read
   */
  void start() throws IOException {
    Stamp now = Stamp.of(file.path());
    read();
    used = now;
    seen = now;
    log.info("pods: {} read from {}", table.live(), file.path());
    ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "pods-file");
              made.setDaemon(true);
              return made;
            });
    long every = file.reloadInterval().toNanos();
    var unused = looking.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    thread = looking;
  }

  void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }

  /** Looks whether the file has changed, and reads it if it has. */
  void look() {
    Stamp now = Stamp.of(file.path());
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(used)) {
      used = now;
      try {
        read();
        metrics.fileReload(file.path().toString(), "used");
        log.info("pods: {} read from {}, which has changed", table.live(), file.path());
      } catch (IOException | RuntimeException e) {
        metrics.fileReload(file.path().toString(), "refused");
        log.warn("{}; what was read before stays in use", e.getMessage());
      }
    }
    table.forget(epochNanos.getAsLong());
  }

  /** All or nothing: what cannot be read to its end changes nothing. */
  private void read() throws IOException {
    long now = epochNanos.getAsLong();
    List<KnownPod> pods = new ArrayList<>();
    int[] malformed = new int[1];
    try (InputStream in = Files.newInputStream(file.path())) {
      reader.read(
          in,
          draft ->
              draft
                  .pod(false, now)
                  .ifPresentOrElse(
                      pod -> {
                        // One more than can be taken, so that it is counted.
                        if (pods.size() <= config.maxPods()) {
                          pods.add(pod);
                        }
                      },
                      () -> malformed[0]++));
    } catch (JacksonException e) {
      throw problem(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw problem(String.valueOf(e.getMessage()), e);
    }
    if (malformed[0] > 0) {
      metrics.podLeftOut("malformed", malformed[0]);
    }
    long list = table.beginList();
    pods.forEach(pod -> table.put(pod, now));
    table.endList("", list, now);
  }

  private IOException problem(String what, Throwable cause) {
    return new IOException(
        "identity.pods.file.path: "
            + file.path()
            + ": cannot be read: "
            + what.lines().findFirst().orElse("")
            + " (expected: a list of pods in JSON or YAML)",
        cause);
  }

  /** What tells one state of a file from another; without a file, nothing. */
  private record Stamp(@Nullable Path real, @Nullable FileTime time, long size) {
    static Stamp of(Path path) {
      try {
        Path real = path.toRealPath();
        return new Stamp(real, Files.getLastModifiedTime(real), Files.size(real));
      } catch (IOException e) {
        return new Stamp(null, null, -1);
      }
    }
  }
}
