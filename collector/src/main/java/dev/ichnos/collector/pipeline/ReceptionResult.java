package dev.ichnos.collector.pipeline;

import java.time.Duration;

/** What a receiver is to tell the sender of a message. */
public sealed interface ReceptionResult {
  /**
   * The message was read, and all that is good in it is in the journal.
   *
   * @param accepted spans in the journal
   * @param rejected spans that were left out for good, because they are bad or were refused
   * @param message why the first of them was left out; empty when none was
   */
  record Taken(int accepted, int rejected, String message) implements ReceptionResult {}

  /**
   * The message cannot be read.
   *
   * @param message names format, place and what was expected
   */
  record Malformed(String message) implements ReceptionResult {}

  /**
   * Nothing was taken, and the same never will be.
   *
   * @param message why
   */
  record Refused(String message) implements ReceptionResult {}

  /**
   * Nothing was taken; the same may be sent again.
   *
   * @param after how long the sender should wait
   * @param message why
   */
  record Busy(Duration after, String message) implements ReceptionResult {
    /** {@link #after} in whole seconds, rounded up, at least 1: the form of HTTP's Retry-After. */
    public long afterSeconds() {
      return Math.max(1, after.plusNanos(999_999_999).toSeconds());
    }
  }
}
