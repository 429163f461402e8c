package dev.ichnos.collector;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.ichnos.collector.config.ServiceConfig;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Switches the log lines of this process to what {@code service.log_format} asks for. */
final class Logging {
  private Logging() {}

  /** Does nothing when the user has brought a logback configuration. */
  static void useFormat(ServiceConfig.LogFormat format) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogConfigurator.APPENDER)
            instanceof ConsoleAppender<ILoggingEvent> console) {
      console.setEncoder(LogConfigurator.encoder(context, format == ServiceConfig.LogFormat.JSON));
    }
  }
}
