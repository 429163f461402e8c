package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.TlsClientConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's client as every client of ours over HTTP has it. */
final class HttpClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private HttpClients() {}

  /** The threads of one client, daemons. */
  static ExecutorService threads() {
    return Executors.newFixedThreadPool(
        2,
        task -> {
          Thread thread = new Thread(task, "http-client");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * A client over HTTP/1.1 that follows no redirect: endpoints are stated exactly.
   *
   * @param watch reads TLS files again
   * @throws IOException if a TLS file cannot be used, naming it
   */
  static HttpClient open(TlsClientConfig tls, FileWatch watch, Executor executor)
      throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    if (!tls.insecure()) {
      builder.sslContext(Tls.httpClient(tls, watch));
    }
    return builder.executor(executor).build();
  }
}
