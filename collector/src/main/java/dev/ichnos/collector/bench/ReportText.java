package dev.ichnos.collector.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** A report as a table, for people. */
public final class ReportText {
  private final PrintWriter out;

  private ReportText(PrintWriter out) {
    this.out = out;
  }

  /** Prints one report. */
  public static void print(BenchReport report, PrintWriter out) {
    new ReportText(out).print(report);
    out.flush();
  }

  private void print(BenchReport report) {
    BenchPlan plan = report.plan();
    Interval measured = report.measured();
    line(
        "protocol",
        "%s, %d spans a message, %d at a time",
        plan.protocol(),
        plan.batch(),
        plan.concurrency());
    line(
        "measured",
        "%.1f s after a warm-up of %.1f s",
        Interval.seconds(measured.length()),
        Interval.seconds(plan.warmup()));
    line("rate", "%.0f spans/s", measured.spansPerSecond());
    line("collector's CPU", "%s", cpu(measured));
    line("  whole run", "%s", cpu(report.whole()));
    line("collector's memory", "%s", report.memory().map(ReportText::memory).orElse("not known"));
    line("latency", "%s", percentiles(report.latency()));
    line("sent", "%d spans", report.sent());
    line("accepted", "%d spans", report.accepted());
    report.refusedByCode().forEach((code, spans) -> line("refused", "%d spans: %s", spans, code));
    if (!report.firstFault().isEmpty()) {
      line("  no answer", "first: %s", report.firstFault());
    }
    report
        .serverCounts()
        .ifPresent(
            counts ->
                line(
                    "  the server's own count",
                    "%d spans, %d of them dropped",
                    counts.spans(),
                    counts.dropped()));
    for (SinkReport sink : report.sinks()) {
      print(sink);
    }
    if (report.sinks().isEmpty()) {
      line("sinks", "none: nobody counts what comes out");
    }
    line(
        "bench's own CPU",
        "%.2f s, %.1f s per million spans, %.1f %% of %d cores",
        Interval.seconds(measured.ownCpu()),
        measured.ownSecondsPerMillion(),
        100 * measured.ownShareOfMachine(),
        measured.cores());
    report.remarks().forEach(remark -> line("remark", "%s", remark));
  }

  private void print(SinkReport sink) {
    line(sink.name(), "%d spans arrived", sink.arrived());
    line("  lost", "%d", sink.lost());
    line("  duplicated", "%d", sink.duplicated());
    if (sink.refusedButArrived() > 0) {
      line("  though refused", "%d", sink.refusedButArrived());
    }
    if (sink.foreign() > 0) {
      line("  foreign", "%d", sink.foreign());
    }
    line("  end to end", "%s", percentiles(sink.latency()));
  }

  private static String cpu(Interval interval) {
    Optional<Double> perMillion = interval.collectorSecondsPerMillion();
    return perMillion.isEmpty()
        ? "not known"
        : text(
            "%.1f s per million spans, %.2f s in all",
            perMillion.get(), Interval.seconds(interval.collectorCpu().orElseThrow()));
  }

  private static String memory(MemorySamples.Memory memory) {
    return text(
        "%d MiB on average, %d MiB at most, %d MiB since its start",
        memory.averageBytes() >> 20, memory.peakBytes() >> 20, memory.highWaterBytes() >> 20);
  }

  private static String percentiles(Percentiles times) {
    return times.count() == 0
        ? "none"
        : text("p50 %.2f ms, p99 %.2f ms", times.p50Millis(), times.p99Millis());
  }

  private void line(String name, String format, Object... values) {
    out.println(text("%-28s  %s", name, text(format, values)));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
