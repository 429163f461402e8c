package dev.ichnos.collector.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warnings that repeat: the first one is told, then one a minute with the number of the rest. */
final class RareLog {
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong untold = new AtomicLong();

  RareLog(Logger log) {
    this.log = log;
  }

  void warn(String message, Throwable cause) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + EVERY_NANOS)) {
      untold.incrementAndGet();
      return;
    }
    long more = untold.getAndSet(0);
    log.warn("{}{}", message, more == 0 ? "" : " (and " + more + " times before)", cause);
  }
}
