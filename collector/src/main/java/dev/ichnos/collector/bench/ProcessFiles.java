package dev.ichnos.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Linux says of a process in {@code /proc/PID} (proc_pid_stat(5), proc_pid_status(5)).
 *
 * @param directory {@code /proc/PID}
 */
record ProcessFiles(Path directory) {
  /** USER_HZ, the unit of {@code stat}: 100 wherever Java runs. */
  private static final long TICK_NANOS = 10_000_000;

  /** {@code utime}, the 14th field; the first one behind the name in brackets is the third. */
  private static final int UTIME = 14 - 3;

  static ProcessFiles of(long pid) {
    return new ProcessFiles(Path.of("/proc", Long.toString(pid)));
  }

  /** Whether there is such a process, and a {@code /proc} that tells of it. */
  boolean readable() {
    return Files.isReadable(directory.resolve("stat"))
        && Files.isReadable(directory.resolve("status"));
  }

  /** Time that its threads have run, in the program and in the kernel. */
  Duration cpu() throws IOException {
    String stat = Files.readString(directory.resolve("stat"));
    // The name may hold blanks and brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    return Duration.ofNanos(ticks * TICK_NANOS);
  }

  /**
   * A line of {@code status} that is in kB.
   *
   * @return bytes
   */
  long bytes(String key) throws IOException {
    for (String line : Files.readAllLines(directory.resolve("status"))) {
      if (line.startsWith(key + ":")) {
        String[] words = line.substring(key.length() + 1).strip().split(" ", -1);
        return Long.parseLong(words[0]) * 1024;
      }
    }
    throw new IOException(directory + "/status: no " + key);
  }
}
