package dev.ichnos.collector.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that sends one order through a client library, as a process of its own. It tells on its
 * standard output what it sent, a line {@code span ROLE TRACE-ID SPAN-ID} each, with a dash for an
 * id that the library does not show, and ends; or it says {@code sent} and stays with its
 * connection open until its input ends.
 */
final class SenderProcess implements AutoCloseable {
  private final Instant started = Instant.now();
  private final Process process;
  private final StringBuffer output = new StringBuffer();
  private final CompletableFuture<Boolean> sent = new CompletableFuture<>();

  private SenderProcess(List<String> command, Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    process = builder.start();
    Thread reader = new Thread(this::readOutput, "sender-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * A program of {@code src/it/clients}, on the class path that its own pom names.
   *
   * @param flags of the JVM
   */
  static SenderProcess java(String module, String main, List<String> flags, List<String> arguments)
      throws IOException {
    Path target = module(module);
    List<String> command =
        new ArrayList<>(
            List.of(
                IchnosProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.net.preferIPv4Stack=true"));
    command.addAll(flags);
    command.add("-cp");
    command.add(
        target.resolve("classes")
            + System.getProperty("path.separator")
            + Files.readString(target.resolve("classpath")).strip());
    command.add("dev.ichnos.clients." + main);
    command.addAll(arguments);
    return new SenderProcess(command, target);
  }

  /** A program of {@code src/it/npm}, in the copy of it whose libraries are installed. */
  static SenderProcess node(Path npm, String script, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(arguments);
    return new SenderProcess(command, npm);
  }

  /** Where the build has left a module of {@code src/it/clients}. */
  static Path module(String name) {
    return Path.of("target", "it", "clients", name, "target").toAbsolutePath();
  }

  /** Waits until it has sent. */
  SentOrder awaitSent() throws InterruptedException {
    try {
      if (!sent.get(60, TimeUnit.SECONDS)
          && (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0)) {
        throw new IllegalStateException("failed:\n" + output);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("not sent:\n" + output, e);
    }
    Map<String, SentOrder.SentSpan> spans = new LinkedHashMap<>();
    for (String line : output.toString().split("\n")) {
      String[] words = line.split(" ");
      if (words.length == 4 && words[0].equals("span")) {
        spans.put(words[1], new SentOrder.SentSpan(id(words[2], 32), id(words[3], 16)));
      }
    }
    return new SentOrder(spans, started, Instant.now());
  }

  /** All that it has said so far. */
  String output() {
    return output.toString();
  }

  /** Ends its input, and with that a program that waited; what stays is killed. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String id(String word, int digits) {
    return word.equals("-") ? "" : "0".repeat(Math.max(0, digits - word.length())) + word;
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.equals("sent")) {
          sent.complete(true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sent.complete(false);
    }
  }
}
