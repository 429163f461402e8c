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
  private final List<String> remarks = new ArrayList<>();
  private final SpanIds ids = new SpanIds(RandomGenerator.getDefault().nextLong());
  private final Sent sent;
  private final List<Arrivals> arrivals = new ArrayList<>();

  /**
   * A run that has not begun.
   *
   * @param progress is told what it does
   */
  public Bench(BenchPlan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
    sent = new Sent(plan.batch());
  }

  /**
   * Runs it to its end, blocking.
   *
   * @throws IOException if a sink cannot listen, or the collector's process ends meanwhile
   */
  public BenchReport run() throws IOException, InterruptedException {
    List<Sink> sinks = new ArrayList<>();
    try (Connections connections = new Connections(plan)) {
      for (SinkAddress address : plan.sinks()) {
        Arrivals here = new Arrivals(ids, plan.batch(), sent);
        arrivals.add(here);
        Sink sink = new Sink(address, here::add);
        sinks.add(sink);
        sink.start();
        say("sink " + sink.name());
      }
      return run(connections, sinks.stream().map(Sink::name).toList());
    } finally {
      sinks.forEach(Sink::close);
    }
  }

  private BenchReport run(Connections connections, List<String> names)
      throws IOException, InterruptedException {
    Traffic traffic = new Traffic(plan.protocol().format(), plan.batch(), ids);
    Optional<ProcessFiles> collector = collector();
    Optional<MemorySamples> memory = collector.map(MemorySamples::new);
    Moment start = Moment.now(sent, collector);
    CountDownLatch running = send(traffic, connections);
    say("warming up for " + plan.warmup().toMillis() + " ms");
    boolean over = running.await(plan.warmup().toMillis(), TimeUnit.MILLISECONDS);
    if (over) {
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
    memory.ifPresent(MemorySamples::close);
    say("waiting for what has not come out");
    settle();
    sent.measure(false);
    Moment last = Moment.now(sent, collector);
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
        reports(names),
        remarks);
  }

  private List<SinkReport> reports(List<String> names) {
    List<SinkReport> reports = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      reports.add(arrivals.get(i).report(names.get(i)));
    }
    return reports;
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

  /** Starts all senders; the latch opens when they are done. */
  private CountDownLatch send(Traffic traffic, Connections connections) throws IOException {
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < plan.concurrency(); i++) {
      open.add(connections.open());
    }
    Schedule schedule = new Schedule(plan, System.nanoTime());
    CountDownLatch running = new CountDownLatch(open.size());
    for (Connection connection : open) {
      Sender sender = new Sender(schedule, traffic, connection, sent);
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
    long seen = total();
    long quietSince = System.nanoTime();
    while (arrivals.stream().anyMatch(each -> each.count() < sent.acceptedSpans())
        && System.nanoTime() - quietSince < plan.settle().toNanos()) {
      Thread.sleep(LOOK_MILLIS);
      long now = total();
      if (now != seen) {
        seen = now;
        quietSince = System.nanoTime();
      }
    }
  }

  private long total() {
    return arrivals.stream().mapToLong(Arrivals::total).sum();
  }

  private void say(String what) {
    progress.println("bench: " + what);
    progress.flush();
  }
}
