package dev.ichnos.collector.kubernetes;

import dev.ichnos.collector.transport.HttpStreams;
import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param list for one page of a list
 * @param watch after which the server is asked to end a watch; up to twice that
 * @param silence of a watch, after which it is taken for dead: servers send a bookmark a minute
 * @param firstWait before the second attempt of what failed; doubled from then on
 * @param maxWait between attempts, and after a refusal
 * @param ready for the first list, before spans are taken without it
 */
record Timing(
    HttpStreams.Times list,
    Duration watch,
    Duration silence,
    Duration firstWait,
    Duration maxWait,
    Duration ready) {
  private static final Duration HEAD = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(30);

  static final Timing USUAL =
      new Timing(
          new HttpStreams.Times(HEAD, HEAD, Duration.ofMinutes(2)),
          Duration.ofMinutes(5),
          Duration.ofSeconds(150),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  /** For a watch that the server ends after this. */
  HttpStreams.Times watching(Duration length) {
    return new HttpStreams.Times(list.head(), silence, length.plus(GRACE));
  }
}
