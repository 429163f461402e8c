package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.collector.transport.HttpStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link PodTable} as the API server has it: lists, then watches, on a thread of its own,
 * until it is closed. Whatever goes wrong, it goes on: after a wait that doubles and varies by
 * half, from the version that it had reached, or with a new list where that is no longer known.
 */
final class PodWatcher {
  private static final Logger log = LoggerFactory.getLogger(PodWatcher.class);

  private static final int PAGE = 500;

  /** A million pods; a server that has more says nonsense. */
  private static final int MAX_PAGES = 2_000;

  /** An object in etcd has at most 1.5 MiB, in another encoding. */
  static final int MAX_EVENT_BYTES = 4 << 20;

  /** After so many failures in a row the version is given up, whatever their reason. */
  private static final int MAX_FAILURES = 5;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final ApiServer server;
  private final String namespace;
  private final PodTable table;
  private final Metrics metrics;
  private final Timing timing;
  private final LongSupplier epochNanos;
  private final RateLimitedLog warnings = new RateLimitedLog(log);
  private final PodReader reader = new PodReader();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private String version = "";
  private boolean paged = true;
  private boolean missed;
  private int failures;
  private volatile boolean listed;
  private volatile long heardNanos;

  /**
   * @param namespace empty for all
   * @param epochNanos the time, in nanoseconds since 1970
   */
  PodWatcher(
      ApiServer server,
      String namespace,
      PodTable table,
      Metrics metrics,
      Timing timing,
      LongSupplier epochNanos) {
    this.server = server;
    this.namespace = namespace;
    this.table = table;
    this.metrics = metrics;
    this.timing = timing;
    this.epochNanos = epochNanos;
    heardNanos = epochNanos.getAsLong();
    thread = new Thread(this::run, namespace.isEmpty() ? "pods" : "pods-" + namespace);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread, and waits for its end. Idempotent, and safe without start. */
  void close(Duration deadline) {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(Math.max(1, deadline.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a whole list has come. */
  boolean listed() {
    return listed;
  }

  /** When the server said something last, in nanoseconds since 1970; the start before that. */
  long heardNanos() {
    return heardNanos;
  }

  private void run() {
    try {
      Duration wait;
      do {
        wait = guardedTurn();
      } while (!closing.await(wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // It is closing.
    }
  }

  private Duration guardedTurn() throws InterruptedException {
    try {
      return turn();
    } catch (RuntimeException e) {
      log.error("pods: a fault of our own", e);
      failures++;
      version = "";
      return backoff();
    }
  }

  /** One list if one is needed, then one watch; says how long to wait then. */
  private Duration turn() throws InterruptedException {
    String call = "list";
    try {
      if (version.isEmpty()) {
        list();
        metrics.podRequest(call, "ok");
      }
      call = "watch";
      boolean alive = watch();
      metrics.podRequest(call, "ok");
      failures = alive ? 0 : failures + 1;
      return backoff();
    } catch (ApiException e) {
      failures++;
      metrics.podRequest(call, e.outcome());
      if (!e.isPassing() || failures >= MAX_FAILURES) {
        version = "";
      }
      tell(call, e);
      Duration wait = e.isRefusal() ? varied(timing.maxWait()) : backoff();
      return wait.compareTo(e.asksToWait()) > 0 ? wait : e.asksToWait();
    } catch (IOException e) {
      if (closing.getCount() == 0 || Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      failures++;
      metrics.podRequest(call, "failed");
      if (failures >= MAX_FAILURES) {
        version = "";
      }
      warnings.warn("failed", "pods: {} from {} failed: {}", call, server, told(e));
      return backoff();
    } finally {
      table.forget(epochNanos.getAsLong());
    }
  }

  private void tell(String call, ApiException e) {
    if (e.isExpired()) {
      log.debug("pods: {} from {}: {}; listing anew", call, server, told(e));
    } else if (e.isRefusal()) {
      warnings.warn(
          "refused",
          "pods: {} does not let us {} pods: {} (expected: get, list and watch for our service"
              + " account, and a good token); until it does, spans are not enriched with what"
              + " changes",
          server,
          call,
          told(e));
    } else {
      warnings.warn("failed", "pods: {} from {} failed: {}", call, server, told(e));
    }
  }

  private static String told(IOException e) {
    String text = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text;
  }

  private void list() throws IOException, InterruptedException {
    long list = table.beginList();
    String next = "";
    PodList page;
    int pages = 0;
    do {
      if (++pages > MAX_PAGES) {
        throw new IOException("a list without end");
      }
      page = page(next);
      next = page.next();
    } while (!next.isEmpty());
    paged = true;
    heardNanos = epochNanos.getAsLong();
    table.endList(namespace, list, heardNanos);
    version = page.resourceVersion();
    missed = false;
    if (!listed) {
      listed = true;
      log.info("pods: {} listed from {}", table.live(), server);
    }
  }

  private PodList page(String next) throws IOException, InterruptedException {
    try (HttpStreams.Answer answer = server.list(namespace, paged ? PAGE : 0, next)) {
      return PodList.read(ApiServer.body(answer), JSON, reader, this::put);
    } catch (ApiException e) {
      if (e.isExpired() && !next.isEmpty()) {
        // The pages came too slowly for the server to keep the list: next time all at once.
        paged = false;
      }
      throw e;
    }
  }

  private void put(PodDraft draft) {
    long now = epochNanos.getAsLong();
    draft
        .pod(false, now)
        .ifPresentOrElse(pod -> table.put(pod, now), () -> metrics.podLeftOut("malformed", 1));
  }

  /** Whether it went well: it lasted, or brought something. */
  private boolean watch() throws IOException, InterruptedException {
    long began = System.nanoTime();
    boolean brought = false;
    Duration length = timing.watch().plus(share(timing.watch()));
    try (HttpStreams.Answer answer = server.watch(namespace, version, length)) {
      heardNanos = epochNanos.getAsLong();
      Lines lines = new Lines(ApiServer.body(answer), MAX_EVENT_BYTES);
      while (lines.next()) {
        heardNanos = epochNanos.getAsLong();
        brought |= take(lines);
      }
    } finally {
      if (missed) {
        version = "";
      }
    }
    return brought || System.nanoTime() - began >= timing.firstWait().toNanos();
  }

  /** An event that cannot be read may have been one that matters: the next turn lists anew. */
  private boolean take(Lines lines) throws ApiException {
    WatchEvent event;
    try {
      if (lines.tooLong()) {
        throw new IOException("too large");
      }
      event = WatchEvent.read(lines.bytes(), lines.length(), JSON, reader);
    } catch (IOException e) {
      metrics.podLeftOut(lines.tooLong() ? "too_large" : "malformed", 1);
      missed = true;
      return false;
    }
    take(event);
    if (!event.object().resourceVersion.isEmpty()) {
      version = event.object().resourceVersion;
    }
    return true;
  }

  private void take(WatchEvent event) throws ApiException {
    PodDraft object = event.object();
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> put(object);
      case "DELETED" -> {
        long now = epochNanos.getAsLong();
        object
            .pod(true, now)
            .ifPresentOrElse(
                pod -> table.remove(pod, now), () -> metrics.podLeftOut("malformed", 1));
      }
      case "BOOKMARK" -> table.forget(epochNanos.getAsLong());
      case "ERROR" -> throw new ApiException(code(object.code), object.message, Duration.ZERO);
      default -> metrics.podLeftOut("malformed", 1);
    }
  }

  private static int code(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Nothing after what went well. */
  private Duration backoff() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration wait = timing.firstWait().multipliedBy(1L << Math.min(failures - 1, 16));
    return varied(wait.compareTo(timing.maxWait()) < 0 ? wait : timing.maxWait());
  }

  /** By half either way, so that replicas do not come all at once. */
  private static Duration varied(Duration wait) {
    return wait.dividedBy(2).plus(share(wait));
  }

  private static Duration share(Duration of) {
    return Duration.ofNanos((long) (ThreadLocalRandom.current().nextDouble() * of.toNanos()));
  }
}
