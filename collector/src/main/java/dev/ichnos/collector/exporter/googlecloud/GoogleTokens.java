package dev.ichnos.collector.exporter.googlecloud;

import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.GoogleCredentials;
import dev.ichnos.collector.config.GoogleCredentialsSource;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tokens of Google's on the calls of one exporter.
 *
 * <p>A token that is still good is put on the call at once; one that nears its end is fetched anew
 * on a thread of our own, while the old one goes on serving. A call for which there is none fails
 * as UNAVAILABLE, which is retried: a token server that is down loses nothing.
 *
 * <p>The only class that knows Google's library. Safe for many threads.
 */
final class GoogleTokens extends CallCredentials {
  private static final List<String> SCOPES =
      List.of(
          "https://www.googleapis.com/auth/trace.append",
          "https://www.googleapis.com/auth/cloud-platform");

  private static final String QUOTA_PROJECT = "x-goog-user-project";
  private static final URI AUDIENCE = URI.create("https://cloudtrace.googleapis.com/");
  private static final int MAX_TEXT = 300;

  private final GoogleCredentials credentials;
  private final boolean withQuotaProject;
  private final ExecutorService fetching;
  private final AtomicBoolean renewing = new AtomicBoolean();

  private GoogleTokens(GoogleCredentials credentials, boolean withQuotaProject) {
    this.credentials = credentials;
    this.withQuotaProject = withQuotaProject;
    // Two: one may wait for what the other fetches. At most two tasks ever stand here.
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            2, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), GoogleTokens::thread);
    threads.allowCoreThreadTimeOut(true);
    fetching = threads;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "google-token");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Finds the credentials; blocks for seconds at most, and fetches no token yet.
   *
   * @param withQuotaProject whether a quota project that the credentials name goes with the calls
   * @throws IOException if there are none, or they cannot be read; names the key
   */
  static GoogleTokens find(GoogleCredentialsSource source, boolean withQuotaProject)
      throws IOException {
    Optional<Path> file = source.file();
    try {
      GoogleCredentials found =
          file.isPresent() ? read(file.get()) : GoogleCredentials.getApplicationDefault();
      return new GoogleTokens(found.createScoped(SCOPES), withQuotaProject);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "credentials: "
              + source
              + ": "
              + told(e)
              + (file.isPresent()
                  ? " (expected: a readable JSON file of Google credentials)"
                  : " (expected: Workload Identity, GOOGLE_APPLICATION_CREDENTIALS or"
                      + " credentials: FILE)"),
          e);
    }
  }

  private static GoogleCredentials read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(in);
    }
  }

  /** The project that the credentials, or the machine they come from, belong to. May block. */
  Optional<String> project() {
    return Optional.ofNullable(credentials.getProjectId()).filter(project -> !project.isEmpty());
  }

  /** The server did not take the token: another one is fetched, though this one is not over. */
  void renew() {
    if (!renewing.compareAndSet(false, true)) {
      return;
    }
    try {
      fetching.execute(this::refresh);
    } catch (RejectedExecutionException e) {
      renewing.set(false);
    }
  }

  private void refresh() {
    try {
      credentials.refresh();
    } catch (IOException | RuntimeException e) {
      // The next call tells it.
    } finally {
      renewing.set(false);
    }
  }

  void close() {
    fetching.shutdownNow();
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    if (call.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY) {
      applier.fail(
          Status.UNAUTHENTICATED.withDescription("credentials: a token needs TLS to travel"));
      return;
    }
    try {
      credentials.getRequestMetadata(AUDIENCE, fetching, new Applying(applier));
    } catch (RuntimeException e) {
      applier.fail(failure(e));
    }
  }

  private static Status failure(Throwable cause) {
    return Status.UNAVAILABLE.withDescription("credentials: no token: " + told(cause));
  }

  /** The first line of what went wrong: further ones hold requests and answers. */
  private static String told(Throwable cause) {
    String text = cause.getMessage() == null ? "" : cause.getMessage();
    String line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      return cause.getClass().getSimpleName();
    }
    return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) : line;
  }

  /** Puts what the credentials say on one call. */
  private final class Applying implements RequestMetadataCallback {
    private final MetadataApplier applier;

    private Applying(MetadataApplier applier) {
      this.applier = applier;
    }

    @Override
    public void onSuccess(Map<String, List<String>> found) {
      Metadata headers = new Metadata();
      found.forEach(
          (name, values) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (withQuotaProject || !key.equals(QUOTA_PROJECT)) {
              values.forEach(
                  value ->
                      headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value));
            }
          });
      applier.apply(headers);
    }

    @Override
    public void onFailure(Throwable cause) {
      applier.fail(failure(cause));
    }
  }
}
