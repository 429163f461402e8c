package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trace that is still open. */
final class OpenTrace implements Sheddable {
  final long key;
  final List<Entry> entries = new ArrayList<>(4);
  final OpenTraces.Place idle = new OpenTraces.Place(this);
  final OpenTraces.Place age = new OpenTraces.Place(this);
  long high;
  long bytes;
  long spans;
  boolean urgent;

  /** Another open trace with the same key and another high half. */
  @Nullable OpenTrace twin;

  OpenTrace(Entry first, long clock) {
    key = first.traceKey();
    high = first.group().spans().get(0).traceIdHigh();
    age.epochNanos = clock;
    add(first);
  }

  void add(Entry entry) {
    entries.add(entry);
    bytes += entry.bytes();
    spans += entry.group().size();
    urgent |= TraceUnit.hasErrorOrDebug(entry.group().spans());
  }

  @Override
  public long traceKey() {
    return key;
  }

  @Override
  public String tenant() {
    return TraceUnit.tenantOf(entries.get(0));
  }

  @Override
  public boolean urgent() {
    return urgent;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
