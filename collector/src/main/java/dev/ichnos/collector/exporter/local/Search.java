package dev.ichnos.collector.exporter.local;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search asks for.
 *
 * @param conditions all of which one span of a trace must meet
 * @param startEpochNanos the trace must not end before; 0 for no bound
 * @param endEpochNanos the trace must not start after; {@code Long.MAX_VALUE} for no bound
 * @param minNanos least duration of the trace
 * @param maxNanos greatest duration of the trace
 */
record Search(
    List<Condition> conditions,
    long startEpochNanos,
    long endEpochNanos,
    long minNanos,
    long maxNanos) {

  /** The search that the parameters {@code q}, {@code tags} and the bounds state. */
  static Search of(QueryParameters parameters) throws BadQueryException {
    List<Condition> conditions = new ArrayList<>(TraceQlReader.read(parameters.text("q")));
    conditions.addAll(Logfmt.read(parameters.text("tags")));
    return within(parameters, conditions);
  }

  /** A search of the parameters' time bounds with these conditions. */
  static Search within(QueryParameters parameters, List<Condition> conditions)
      throws BadQueryException {
    long end = parameters.number("end", 0);
    return new Search(
        List.copyOf(conditions),
        nanosOfSeconds(parameters.number("start", 0)),
        end == 0 ? Long.MAX_VALUE : nanosOfSeconds(end + 1) - 1,
        parameters.nanos("minDuration", 0),
        parameters.nanos("maxDuration", Long.MAX_VALUE));
  }

  boolean admits(StoredTrace trace) {
    long start = trace.startEpochNanos();
    long end = trace.endEpochNanos();
    long duration = end - start;
    return end >= startEpochNanos
        && start <= endEpochNanos
        && duration >= minNanos
        && duration <= maxNanos;
  }

  /** The trace's spans that meet every condition. */
  List<Span> matches(StoredTrace trace) {
    List<Span> found = new ArrayList<>();
    for (Span span : trace.spans()) {
      if (meetsAll(span, trace)) {
        found.add(span);
      }
    }
    return found;
  }

  private boolean meetsAll(Span span, StoredTrace trace) {
    for (Condition condition : conditions) {
      if (!condition.matches(span, trace)) {
        return false;
      }
    }
    return true;
  }

  private static long nanosOfSeconds(long seconds) {
    return seconds >= Long.MAX_VALUE / 1_000_000_000 ? Long.MAX_VALUE : seconds * 1_000_000_000;
  }
}
