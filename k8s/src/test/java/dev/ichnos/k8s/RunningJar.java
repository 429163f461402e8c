package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The collector's jar in a process of its own; closing it ends the process. */
final class RunningJar implements AutoCloseable {
  private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private final Process process;
  private final Path output;

  private RunningJar(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static RunningJar start(Path jar, Path directory, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-jar");
    command.add(jar.toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new RunningJar(process, output);
  }

  /**
   * The ports on loopback that the process has said it listens on, once there are so many.
   *
   * @throws AssertionError with its output when it ends, or does not say so in time
   */
  Set<Integer> awaitLoopbackPorts(long count, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Set<Integer> ports = loopbackPorts();
    while (ports.size() < count) {
      boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
      ports = loopbackPorts();
      if (ports.size() < count && (ended || System.nanoTime() > deadline)) {
        throw new AssertionError(
            ports.size() + " listeners (expected: " + count + ") in:\n" + output());
      }
    }
    return ports;
  }

  private Set<Integer> loopbackPorts() throws IOException {
    Set<Integer> ports = new TreeSet<>();
    Matcher matcher = LOOPBACK.matcher(output());
    while (matcher.find()) {
      int port = Integer.parseInt(matcher.group(1));
      if (port >= FIRST_UNPRIVILEGED_PORT) {
        ports.add(port);
      }
    }
    return ports;
  }

  String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  void terminate() {
    process.destroy();
  }

  int exitCode(Duration limit) throws IOException, InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
