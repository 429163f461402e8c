package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceRepair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of a span from the journal through the window, repair and batches to an exporter that
 * takes it at once: everything between decoder and encoder. Messages are of one proxy, a span of
 * each trace, three proxies to a trace. Figures are for one span.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class LaneBenchmark {
  private static final int SPANS = 50;
  private static final int PROXIES = 3;
  private static final long MESSAGE_NANOS = 1_000_000;

  private final List<Span> templates = templates();
  private long epochNanos = 1_767_323_045_000_000_000L;
  private long message;
  private final MemoryJournal journal =
      new MemoryJournal(JournalConfig.defaults(), new Metrics(), () -> epochNanos);
  private final TraceRepair repair = new TraceRepair(RepairSettings.defaults());
  private final LaneLoop loop =
      new LaneLoop(
          new Taking(),
          journal.reader("taking"),
          LaneConfig.defaults(),
          new LaneRules(Set.of("test"), Repair.of(repair), Sampler.KEEP_ALL),
          () -> epochNanos,
          () -> 0.5);

  /** What both others spend on making spans of ids that are new. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public SpanBatch making() {
    return next();
  }

  /** Appended, and let go of at once. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public boolean lane() throws InterruptedException {
    CompletionStage<ConsumeResult> answer = journal.append(next());
    boolean came = loop.turn(0);
    return came && answer != null;
  }

  private SpanBatch next() {
    epochNanos += MESSAGE_NANOS;
    int proxy = (int) (message % PROXIES);
    long firstTrace = message / PROXIES * SPANS;
    message++;
    List<Span> spans = new ArrayList<>(SPANS);
    for (int i = 0; i < SPANS; i++) {
      long trace = (firstTrace + i + 1) * 0x9e37_79b9_7f4a_7c15L;
      spans.add(
          templates.get(proxy).toBuilder()
              .traceId(7, trace)
              .spanId(trace + proxy)
              .parentSpanId(proxy == 0 ? 0 : trace + proxy - 1)
              .build());
    }
    return new SpanBatch(spans, SpanFixtures.ORIGIN);
  }

  private static List<Span> templates() {
    List<Span> templates = new ArrayList<>();
    for (int proxy = 0; proxy < PROXIES; proxy++) {
      Attributes.Builder attributes = Attributes.builder();
      for (int i = 0; i < 40; i++) {
        attributes.put("key." + i, "value " + i + " of proxy " + proxy);
      }
      templates.add(
          Span.builder()
              .traceId(7, 1)
              .spanId(1)
              .name("reviews:9080/*")
              .startEpochNanos(1_767_323_045_000_000_000L + proxy * 1_000_000L)
              .endEpochNanos(1_767_323_045_100_000_000L - proxy * 1_000_000L)
              .attributes(attributes.build())
              .build());
    }
    return templates;
  }

  private static final class Taking implements Exporter {
    @Override
    public String name() {
      return "taking";
    }

    @Override
    public void start() {}

    @Override
    public CompletionStage<ExportResult> export(SpanBatch batch) {
      return CompletableFuture.completedFuture(ExportResult.DELIVERED);
    }

    @Override
    public void close(Duration deadline) {}
  }
}
