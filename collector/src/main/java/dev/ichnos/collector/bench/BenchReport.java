package dev.ichnos.collector.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has shown.
 *
 * @param measured after the warm-up, until the last answer
 * @param whole from the first message until nothing came anymore
 * @param memory the collector's, while it was measured; empty if nobody looked
 * @param latency of requests, while it was measured
 * @param refusedByCode spans, by what the collector said
 * @param firstFault why there was no answer; empty if there always was one
 * @param serverCounts what Zipkin's server counted itself; empty if nobody asked it
 * @param remarks what could not be said, and why
 */
public record BenchReport(
    BenchPlan plan,
    Interval measured,
    Interval whole,
    Optional<MemorySamples.Memory> memory,
    Percentiles latency,
    long sent,
    long accepted,
    Map<String, Long> refusedByCode,
    String firstFault,
    Optional<ServerCounts> serverCounts,
    List<SinkReport> sinks,
    List<String> remarks) {
  /** Whether spans were accepted, and each of them came out once at each sink. */
  public boolean faultless() {
    return accepted > 0
        && sinks.stream().allMatch(sink -> sink.lost() == 0 && sink.duplicated() == 0);
  }
}
