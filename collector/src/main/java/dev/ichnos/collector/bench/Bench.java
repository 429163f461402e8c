package dev.ichnos.collector.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One run: sinks, senders, figures. */
public final class Bench {
  private static final long LOOK_MILLIS = 50;

  private final BenchPlan plan;
  private final PrintWriter progress;
  private final Tally tally;
  private final List<String> remarks = new ArrayList<>();

  /** A run whose sinks listen already; whoever started them closes them. */
  Bench(BenchPlan plan, PrintWriter progress, Tally tally) {
    this.plan = plan;
    this.progress = progress;
    this.tally = tally;
  }

  /**
   * Runs a plan to its end, blocking.
   *
   * @param progress is told what it does
   * @throws IOException if a sink cannot listen, or the collector's process ends meanwhile
   */
  public static BenchReport run(BenchPlan plan, PrintWriter progress)
      throws IOException, InterruptedException {
    SpanIds ids = new SpanIds(RandomGenerator.getDefault().nextLong());
    try (Tally tally = new Tally(plan.sinks(), plan.batch(), ids)) {
      tally.start();
      return new Bench(plan, progress, tally).run();
    }
  }

  BenchReport run() throws IOException, InterruptedException {
    Sent sent = tally.sent();
    Traffic traffic = new Traffic(plan.protocol().format(), plan.batch(), tally.ids());
    Optional<ProcessFiles> collector = collector();
    Optional<MemorySamples> memory = collector.map(MemorySamples::new);
    Optional<ServerCounts> before = serverCounts();
    try (Connections connections = new Connections(plan)) {
      Moment start = Moment.now(sent, collector);
      CountDownLatch running = send(traffic, connections);
      say("warming up for " + plan.warmup().toMillis() + " ms");
      if (running.await(plan.warmup().toMillis(), TimeUnit.MILLISECONDS)) {
        remarks.add("the run ended within its warm-up: nothing was measured");
      }
      Moment warm = Moment.now(sent, collector);
      sent.measure(true);
      memory.ifPresent(MemorySamples::start);
      say("measuring");
      running.await();
      Moment end = Moment.now(sent, collector);
      Optional<MemorySamples.Memory> used =
          memory.isPresent() ? Optional.of(memory.get().seen()) : Optional.empty();
      say("waiting for what has not come out");
      settle();
      sent.measure(false);
      Moment last = Moment.now(sent, collector);
      Optional<ServerCounts> after = serverCounts();
      return new BenchReport(
          plan,
          end.since(warm),
          last.since(start),
          used,
          Percentiles.of(sent.latencies()),
          sent.sentSpans(),
          sent.acceptedSpans(),
          sent.refusedSpans(),
          sent.firstFault(),
          after.flatMap(counts -> before.map(counts::since)),
          tally.reports(),
          remarks);
    } finally {
      memory.ifPresent(MemorySamples::close);
    }
  }

  private Optional<ProcessFiles> collector() {
    if (plan.pid().isEmpty()) {
      remarks.add("no --pid: the collector's CPU time and memory are not known");
      return Optional.empty();
    }
    ProcessFiles files = ProcessFiles.of(plan.pid().getAsLong());
    if (!files.readable()) {
      remarks.add(
          files.directory() + " cannot be read: the collector's CPU time and memory are not known");
      return Optional.empty();
    }
    return Optional.of(files);
  }

  /** Of a server that keeps what it gets: nothing else says whether it did. */
  private Optional<ServerCounts> serverCounts() throws InterruptedException {
    boolean zipkin =
        plan.protocol() == Protocol.ZIPKIN_JSON || plan.protocol() == Protocol.ZIPKIN_PROTO;
    return zipkin && plan.sinks().isEmpty() ? ServerCounts.of(plan.target()) : Optional.empty();
  }

  /** Starts all senders; the latch opens when they are done. */
  private CountDownLatch send(Traffic traffic, Connections connections) throws IOException {
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < plan.concurrency(); i++) {
      open.add(connections.open());
    }
    Schedule schedule = new Schedule(plan, System::nanoTime);
    CountDownLatch running = new CountDownLatch(open.size());
    for (Connection connection : open) {
      Sender sender = new Sender(schedule, traffic, connection, tally.sent());
      Thread thread =
          new Thread(
              () -> {
                try (connection) {
                  sender.run();
                } finally {
                  running.countDown();
                }
              },
              "bench-sender");
      thread.setDaemon(true);
      thread.start();
    }
    return running;
  }

  /** Waits until all have come everywhere, or nothing has come anywhere for too long. */
  private void settle() throws InterruptedException {
    long seen = tally.total();
    long quietSince = System.nanoTime();
    while (!tally.complete() && System.nanoTime() - quietSince < plan.settle().toNanos()) {
      Thread.sleep(LOOK_MILLIS);
      long now = tally.total();
      if (now != seen) {
        seen = now;
        quietSince = System.nanoTime();
      }
    }
  }

  private void say(String what) {
    progress.println("bench: " + what);
    progress.flush();
  }
}
