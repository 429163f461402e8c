package dev.ichnos.collector.pipeline;

import dev.ichnos.model.TraceId;
import dev.ichnos.repair.join.JoinEvidence;
import dev.ichnos.repair.join.JoinedTrace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The traces that a lane found to be one: counters, and the last 1000. Safe for many threads. */
public final class JoinFinds {
  /** Finds that are kept. */
  public static final int MOST_KEPT = 1_000;

  private static final int MOST_TRACES = 32;

  private final Deque<Find> last = new ArrayDeque<>();
  private final Map<String, Long> byEvidence = new TreeMap<>();
  private long joined;
  private long traces;
  private long tooLarge;
  private long late;

  /**
   * One find.
   *
   * @param epochNanos the lane's window's clock when it was made
   * @param id the id that all of the traces have, or would have, 32 hex digits
   * @param traces their ids as they came, at most 32 of them
   * @param evidence why, labels of {@link JoinEvidence}, sorted
   * @param services who takes part, sorted, at most 16
   */
  public record Find(
      long epochNanos,
      String id,
      List<String> traces,
      List<String> evidence,
      List<String> services) {
    public Find {
      Objects.requireNonNull(id, "id");
      traces = List.copyOf(traces);
      evidence = List.copyOf(evidence);
      services = List.copyOf(services);
    }
  }

  /**
   * All at one moment.
   *
   * @param joined finds since the lane began
   * @param traces traces that these are made of
   * @param byEvidence finds by the label of what they rest on; one find may rest on several
   * @param tooLarge times that two traces with a token in common were too large to be looked at
   *     together
   * @param lateSpans spans that came after their trace had been joined, and got its id
   * @param last the last finds, the oldest first
   */
  public record Snapshot(
      long joined,
      long traces,
      Map<String, Long> byEvidence,
      long tooLarge,
      long lateSpans,
      List<Find> last) {
    public Snapshot {
      byEvidence = Map.copyOf(byEvidence);
      last = List.copyOf(last);
    }
  }

  /** What was found so far. */
  public synchronized Snapshot snapshot() {
    return new Snapshot(joined, traces, byEvidence, tooLarge, late, List.copyOf(last));
  }

  synchronized void found(JoinedTrace trace, long epochNanos) {
    joined++;
    traces += trace.traces().size();
    List<String> evidence = trace.evidence().stream().map(JoinEvidence::label).sorted().toList();
    evidence.forEach(each -> byEvidence.merge(each, 1L, Long::sum));
    if (last.size() == MOST_KEPT) {
      last.removeFirst();
    }
    last.addLast(
        new Find(
            epochNanos,
            trace.id().hex(),
            trace.traces().stream().limit(MOST_TRACES).map(TraceId::hex).toList(),
            evidence,
            trace.services()));
  }

  synchronized void tooLarge() {
    tooLarge++;
  }

  synchronized void late(int spans) {
    late += spans;
  }
}
