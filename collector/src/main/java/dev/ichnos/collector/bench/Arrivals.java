package dev.ichnos.collector.bench;

import java.util.concurrent.atomic.LongAdder;

/** Which spans came out at one sink. Safe for many threads. */
final class Arrivals {
  private final SpanIds ids;
  private final int batch;
  private final Sent sent;
  private final Bits arrived = new Bits();
  private final LongAdder once = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final LongAdder foreign = new LongAdder();
  private final Latencies latencies = new Latencies();

  Arrivals(SpanIds ids, int batch, Sent sent) {
    this.ids = ids;
    this.batch = batch;
    this.sent = sent;
  }

  /** A span with this id came. */
  void add(long spanId) {
    long number = ids.number(spanId);
    if (number < 0 || number >= sent.begun() * batch) {
      foreign.increment();
    } else if (arrived.add(number)) {
      once.increment();
      // One span of each message is enough to know how long they take.
      if (number % batch == 0 && sent.measuring()) {
        latencies.add(System.nanoTime() - sent.sentNanos(number / batch));
      }
    } else {
      again.increment();
    }
  }

  /** Spans that came, each counted once. */
  long count() {
    return once.sum();
  }

  /** All that came: those that came again, and those that are not ours, too. */
  long total() {
    return once.sum() + again.sum() + foreign.sum();
  }

  /** Goes through all that was sent. */
  SinkReport report(String name) {
    long lost = 0;
    long unexpected = 0;
    long messages = sent.begun();
    for (long message = 0; message < messages; message++) {
      long here = 0;
      for (long number = message * batch; number < (message + 1) * batch; number++) {
        here += arrived.contains(number) ? 1 : 0;
      }
      if (sent.accepted(message)) {
        lost += batch - here;
      } else {
        unexpected += here;
      }
    }
    return new SinkReport(
        name, count(), lost, again.sum(), unexpected, foreign.sum(), Percentiles.of(latencies));
  }
}
