package dev.ichnos.collector;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Sets up logback, which finds it as a service: lines on standard error, text until told otherwise,
 * Ichnos at the level that {@code ICHNOS_LOG_LEVEL} names ({@code info} by default), everybody else
 * at {@code warn}.
 *
 * <p>It stands in for {@code logback.xml}, which would cost an XML parser and much reflection at
 * each start. A user's own file, named by {@code -Dlogback.configurationFile}, goes before it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  static final String APPENDER = "console";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(APPENDER);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, false));
    console.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    context
        .getLogger("dev.ichnos")
        .setLevel(Level.toLevel(System.getenv("ICHNOS_LOG_LEVEL"), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    LogEncoder encoder = new LogEncoder(json);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
