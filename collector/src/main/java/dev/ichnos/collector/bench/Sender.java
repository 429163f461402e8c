package dev.ichnos.collector.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends one message after another over one connection, until the schedule has no more. */
final class Sender implements Runnable {
  /** After a refusal: a sender that insists at once would measure nothing but refusals. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Schedule schedule;
  private final Traffic traffic;
  private final Connection connection;
  private final Sent sent;

  Sender(Schedule schedule, Traffic traffic, Connection connection, Sent sent) {
    this.schedule = schedule;
    this.traffic = traffic;
    this.connection = connection;
    this.sent = sent;
  }

  @Override
  public void run() {
    for (Schedule.Message next = schedule.next(); next.number() >= 0; next = schedule.next()) {
      byte[] message = traffic.message(next.number(), next.endEpochMicros());
      await(next.dueNanos());
      if (!send(next.number(), message)) {
        await(System.nanoTime() + PAUSE.toNanos());
      }
    }
  }

  /** Whether it was taken. */
  private boolean send(long number, byte[] message) {
    long start = System.nanoTime();
    sent.sending(number, start);
    try {
      Answer answer = connection.send(message);
      sent.answered(number, answer, System.nanoTime() - start);
      return answer.accepted();
    } catch (IOException e) {
      sent.unanswered(e);
      return false;
    }
  }

  private static void await(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
