package dev.ichnos.collector;

import dev.ichnos.collector.bench.Bench;
import dev.ichnos.collector.bench.BenchPlan;
import dev.ichnos.collector.bench.BenchReport;
import dev.ichnos.collector.bench.ReportJson;
import dev.ichnos.collector.bench.ReportText;
import java.io.IOException;

/** Runs a bench, and prints what it has shown. */
final class BenchRun {
  private BenchRun() {}

  /**
   * Runs it to its end.
   *
   * @param json whether the report is for machines
   * @return {@link ExitCode#OK} if every span that was accepted came out once at every sink
   */
  static int run(BenchPlan plan, boolean json, Command.Terminal terminal)
      throws IOException, InterruptedException {
    BenchReport report = Bench.run(plan, terminal.err());
    if (json) {
      ReportJson.print(report, terminal.out());
    } else {
      ReportText.print(report, terminal.out());
    }
    return report.faultless() ? ExitCode.OK : ExitCode.RUNTIME;
  }
}
