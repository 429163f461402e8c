package dev.ichnos.collector.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Zipkin's own server, the build's copy of its release, as a process of its own: on a free port of
 * loopback, its spans in memory. It ends with {@link #close}, and with this JVM at the latest.
 */
public final class ZipkinServer implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("Serving HTTP at /127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Thread ender;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final StringBuffer output = new StringBuffer();

  private ZipkinServer(Process process) {
    this.process = process;
    ender = new Thread(process::destroyForcibly, "end-zipkin-server");
    Runtime.getRuntime().addShutdownHook(ender);
    Thread reader = new Thread(this::readOutput, "zipkin-server-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** The jar that the build has copied. */
  private static Path jar() {
    return Path.of(System.getProperty("zipkin-server.jar", "target/zipkin-server.jar"))
        .toAbsolutePath();
  }

  /** Starts one; {@link #spansUri} and {@link #trace} wait until it serves. */
  public static ZipkinServer start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                IchnosProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString(),
                "--armeria.ports[0].ip=127.0.0.1",
                "--armeria.ports[0].port=0",
                "--armeria.ports[0].protocols[0]=http",
                "--zipkin.storage.type=mem",
                "--zipkin.ui.enabled=false")
            .redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new ZipkinServer(builder.start());
  }

  /** Where it takes spans of version 2. */
  public URI spansUri() throws IOException, InterruptedException {
    return uri("/api/v2/spans");
  }

  /** What its query API has of a trace, in the order of its answer; empty while it has none. */
  public List<Span> trace(String traceId) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(uri("/api/v2/trace/" + traceId)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() == 404) {
      return List.of();
    }
    if (response.statusCode() != 200) {
      throw new IOException("trace " + traceId + ": HTTP " + response.statusCode());
    }
    return SpanBytesDecoder.JSON_V2.decodeList(response.body());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(ender);
  }

  private URI uri(String path) throws IOException, InterruptedException {
    try {
      return URI.create("http://127.0.0.1:" + port.get(90, TimeUnit.SECONDS) + path);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Zipkin's server does not serve:\n" + output, e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        Matcher serving = SERVING.matcher(line);
        if (serving.find()) {
          port.complete(Integer.valueOf(serving.group(1)));
        }
      }
    } catch (IOException e) {
      // The process has ended; what it said before is kept.
    } finally {
      port.completeExceptionally(new IOException("ended"));
    }
  }
}
