package dev.ichnos.collector.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What became of the messages at the collector's door. Safe for many threads. */
final class Sent {
  private final int batch;
  private final Bits accepted = new Bits();
  private final SendTimes times = new SendTimes();
  private final AtomicLong begun = new AtomicLong();
  private final LongAdder sentSpans = new LongAdder();
  private final LongAdder acceptedSpans = new LongAdder();
  private final Map<String, LongAdder> refusedSpans = new ConcurrentHashMap<>();
  private final Latencies latencies = new Latencies();
  private final AtomicReference<String> firstFault = new AtomicReference<>("");
  private volatile boolean measuring;

  Sent(int batch) {
    this.batch = batch;
  }

  /** Takes down latencies from now on, or no more. */
  void measure(boolean on) {
    measuring = on;
  }

  boolean measuring() {
    return measuring;
  }

  void sending(long message, long nowNanos) {
    begun.accumulateAndGet(message + 1, Math::max);
    times.sent(message, nowNanos);
    sentSpans.add(batch);
  }

  void answered(long message, Answer answer, long nanos) {
    if (measuring) {
      latencies.add(nanos);
    }
    long rejected = Math.min(answer.rejected(), batch);
    if (answer.accepted()) {
      accepted.add(message);
      acceptedSpans.add(batch - rejected);
      if (rejected > 0) {
        refused("partial_success", rejected);
      }
    } else {
      refused(answer.code(), batch);
    }
  }

  /** Nobody knows whether it was taken. */
  void unanswered(IOException cause) {
    refused("no_answer", batch);
    firstFault.compareAndSet("", String.valueOf(cause.getMessage()));
  }

  /** Why there was no answer the first time that there was none; empty if there always was one. */
  String firstFault() {
    return Objects.requireNonNull(firstFault.get());
  }

  /** How many messages were sent, or will be: one more than the greatest number so far. */
  long begun() {
    return begun.get();
  }

  /** When a message was sent, {@link System#nanoTime}; 0 if it was not. */
  long sentNanos(long message) {
    return times.of(message);
  }

  boolean accepted(long message) {
    return accepted.contains(message);
  }

  long sentSpans() {
    return sentSpans.sum();
  }

  long acceptedSpans() {
    return acceptedSpans.sum();
  }

  /** By the collector's code; {@code no_answer} where there was none. */
  Map<String, Long> refusedSpans() {
    Map<String, Long> refused = new TreeMap<>();
    refusedSpans.forEach((code, spans) -> refused.put(code, spans.sum()));
    return refused;
  }

  Latencies latencies() {
    return latencies;
  }

  private void refused(String code, long spans) {
    refusedSpans.computeIfAbsent(code, any -> new LongAdder()).add(spans);
  }
}
