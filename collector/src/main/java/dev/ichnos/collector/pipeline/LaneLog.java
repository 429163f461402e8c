package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.RateLimitedLog;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane says: changes of state at once, everything else at most once a minute. */
final class LaneLog {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String lane;
  private final Logger log;
  private final RateLimitedLog limited;
  private long nextReportEpochNanos = Long.MIN_VALUE;
  private String reported = "";

  LaneLog(String lane) {
    this(lane, LoggerFactory.getLogger(Lane.class));
  }

  LaneLog(String lane, Logger log) {
    this.lane = lane;
    this.log = log;
    limited = new RateLimitedLog(log);
  }

  void doesNotAnswer(String message) {
    log.warn("lane {}: backend does not take spans, retrying: {}", lane, message);
  }

  void answersAgain() {
    log.info("lane {}: backend answers again", lane);
  }

  void refused(int spans, String message) {
    if (spans > 0) {
      limited.warn("refused", "lane {}: backend refused {} spans: {}", lane, spans, message);
    } else if (!message.isEmpty()) {
      limited.warn("warning", "lane {}: backend warns: {}", lane, message);
    }
  }

  void shedding(double level) {
    log.warn("lane {}: sheds whole traces, journal over max_size (level {})", lane, level);
  }

  void shedsNoMore() {
    log.info("lane {}: sheds no more", lane);
  }

  /**
   * Any thread.
   *
   * @param what a text of ours, by which errors are counted together
   */
  void internalError(String what, @Nullable Throwable error) {
    if (error == null) {
      limited.warn(what, "lane {}: error of our own: {}", lane, what);
    } else {
      limited.warn(what, "lane {}: error of our own: {}: {}", lane, what, "" + error, error);
    }
  }

  /** The account once a minute, if it changed. */
  void tick(Ledger ledger, long nowEpochNanos) {
    if (nowEpochNanos < nextReportEpochNanos) {
      return;
    }
    boolean first = nextReportEpochNanos == Long.MIN_VALUE;
    nextReportEpochNanos = nowEpochNanos + MINUTE_NANOS;
    limited.flush();
    String line = ledger.account().toString();
    if (!first && !line.equals(reported)) {
      log.info("{}", line);
    }
    reported = line;
  }
}
