package dev.ichnos.collector.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar as a process of its own, started as its users start it. It finds the ports that
 * the system chose in the lines that Ichnos logs at start.
 */
public final class IchnosProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening on (\\S+):(\\d+) \\((.+)\\) for (.+)");

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final Map<String, InetSocketAddress> listeners = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Thread reader;

  private IchnosProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::readOutput, "ichnos-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** The jar that the build has made. */
  public static Path jar() {
    return Path.of(System.getProperty("ichnos.jar", "target/ichnos.jar")).toAbsolutePath();
  }

  /** The java command of the JDK that runs the tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Starts {@code ichnos run} with this configuration, and waits until it is ready. */
  public static IchnosProcess run(Path directory, String yaml, String... jvmFlags)
      throws IOException, InterruptedException {
    return run(java(), directory, yaml, jvmFlags);
  }

  /** Starts {@code ichnos run} on another JDK's java. */
  public static IchnosProcess run(String java, Path directory, String yaml, String... jvmFlags)
      throws IOException, InterruptedException {
    return run(java, Map.of(), directory, yaml, jvmFlags);
  }

  /** Starts {@code ichnos run} with these variables beside those of the tests. */
  public static IchnosProcess run(
      Map<String, String> environment, Path directory, String yaml, String... jvmFlags)
      throws IOException, InterruptedException {
    return run(java(), environment, directory, yaml, jvmFlags);
  }

  private static IchnosProcess run(
      String java, Map<String, String> environment, Path directory, String yaml, String... jvmFlags)
      throws IOException, InterruptedException {
    Path config = Files.writeString(directory.resolve("ichnos.yaml"), yaml);
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(List.of(jvmFlags));
    command.addAll(List.of("-jar", jar().toString(), "run", "--config", config.toString()));
    IchnosProcess ichnos = new IchnosProcess(start(environment, command));
    ichnos.awaitReady();
    return ichnos;
  }

  /** Runs any command of the jar to its end. */
  public static Finished command(String... arguments) throws IOException, InterruptedException {
    return command(Map.of(), arguments);
  }

  /** Runs any command of the jar to its end, with these variables beside those of the tests. */
  public static Finished command(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-jar", jar().toString()));
    command.addAll(List.of(arguments));
    Process process = start(environment, command);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Finished(process.exitValue(), text);
  }

  private static Process start(Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          int port = Integer.parseInt(matcher.group(2));
          for (String owner : matcher.group(4).split(", ")) {
            listeners.put(owner + "/" + matcher.group(3), new InetSocketAddress("127.0.0.1", port));
          }
        }
        if (line.contains("ready in ")) {
          ready.complete(null);
        }
      }
    } catch (IOException e) {
      // The process has ended; what it said before is kept.
    } finally {
      ready.completeExceptionally(new IOException("ended before it was ready:\n" + output()));
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    try {
      ready.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      close();
      throw new IOException("not ready: " + e.getMessage() + "\n" + output(), e);
    }
  }

  /**
   * Where a listener is bound.
   *
   * @param owner the receiver's id, {@code health} or {@code api}
   * @param protocols {@code gRPC} or {@code HTTP and gRPC}
   */
  public InetSocketAddress listener(String owner, String protocols) {
    InetSocketAddress address = listeners.get(owner + "/" + protocols);
    if (address == null) {
      throw new IllegalStateException(
          "no listener " + owner + "/" + protocols + " (have: " + listeners.keySet() + ")");
    }
    return address;
  }

  /** A mixed listener's URL. */
  public URI http(String owner, String path) {
    return URI.create("http://127.0.0.1:" + listener(owner, "HTTP and gRPC").getPort() + path);
  }

  public long pid() {
    return process.pid();
  }

  /** All lines so far. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Sends SIGTERM and waits for the end. */
  public Finished terminate(Duration atMost) throws InterruptedException {
    // Not Process.destroy, which closes the streams: the last lines matter.
    process.toHandle().destroy();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after " + atMost + "\n" + output());
    }
    reader.join(5_000);
    return new Finished(process.exitValue(), output());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * A process that has ended.
   *
   * @param output standard output and error, as they came
   */
  public record Finished(int exitCode, String output) {}
}
