package dev.ichnos.collector.pipeline;

import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A reader of entries that are all there, appended at one moment, and never too many. */
final class RehearsedJournal implements JournalReader {
  private final Queue<Entry> unpolled = new ArrayDeque<>();
  private long bytes;
  private long spans;

  RehearsedJournal(List<SpanBatch> groups, long epochNanos) {
    for (SpanBatch group : groups) {
      unpolled.add(new Entry(unpolled.size(), epochNanos, group, group.retainedBytes()));
      bytes += group.retainedBytes();
      spans += group.size();
    }
  }

  @Override
  public List<Entry> poll(int maxBytes, Duration wait) {
    List<Entry> polled = new ArrayList<>();
    long polledBytes = 0;
    while (!unpolled.isEmpty() && polledBytes < maxBytes) {
      Entry entry = unpolled.remove();
      polledBytes += entry.bytes();
      polled.add(entry);
    }
    return polled;
  }

  @Override
  public void rest(boolean answering) {}

  @Override
  public void wakeUp() {}

  @Override
  public void ack(Entry entry) {
    bytes -= entry.bytes();
    spans -= entry.group().size();
  }

  @Override
  public long lagBytes() {
    return bytes;
  }

  @Override
  public long lagSpans() {
    return spans;
  }

  @Override
  public long excessBytes() {
    return 0;
  }

  @Override
  public void onRevoked(Consumer<Entry> forget) {}

  @Override
  public void close() {}
}
