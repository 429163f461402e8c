package dev.ichnos.collector;

import dev.ichnos.collector.component.RateLimitedLog;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Writes warnings of libraries that log by java.util.logging, gRPC and Google's, as lines of ours:
 * in our format, one a minute at most for each of their loggers, and without what would steer a
 * terminal. A backend that answers each connection with GOAWAY had gRPC write thirty warnings a
 * second, two lines each, with the backend's own words in them.
 */
final class LibraryLog extends Handler {
  private static final int MAX_CHARACTERS = 500;

  private final SimpleFormatter texts = new SimpleFormatter();
  private final RateLimitedLog log;

  LibraryLog(org.slf4j.Logger log) {
    this.log = new RateLimitedLog(log);
  }

  /** From this call on and for the life of the process. */
  static void takeOver() {
    // The root is the one logger that java.util.logging itself never forgets.
    takeOver(Logger.getLogger(""), LoggerFactory.getLogger(LibraryLog.class));
  }

  static void takeOver(Logger root, org.slf4j.Logger log) {
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LibraryLog(log));
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLevel().intValue() < Level.WARNING.intValue()) {
      return;
    }
    String logger = String.valueOf(line.getLoggerName());
    String text = Printable.start(texts.formatMessage(line).strip(), MAX_CHARACTERS);
    if (line.getThrown() == null) {
      log.warn(logger, "{}: {}", logger, text);
    } else {
      log.warn(logger, "{}: {}", logger, text, line.getThrown());
    }
  }

  @Override
  public void flush() {
    log.flush();
  }

  @Override
  public void close() {}
}
