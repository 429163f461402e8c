package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogEncoderTest {
  @Test
  void encode_text_isOneLineWithShortName() {
    assertThat(line(false, "ready in {} ms", null, 640))
        .isEqualTo("2026-01-02T03:04:05.678Z WARN  Collector: ready in 640 ms\n");
  }

  @Test
  void encode_textWithLineEnds_staysOneLine() {
    assertThat(line(false, "{}", null, "a\r\n2026 ERROR forged"))
        .isEqualTo("2026-01-02T03:04:05.678Z WARN  Collector: a\\r\\n2026 ERROR forged\n");
  }

  @Test
  void encode_textWithException_addsStack() {
    assertThat(line(false, "no", new IllegalStateException("why")))
        .startsWith("2026-01-02T03:04:05.678Z WARN  Collector: no\njava.lang.IllegalState")
        .contains("why", "\tat ");
  }

  @Test
  void encode_json_isOneObjectPerLine() {
    assertThat(line(true, "say \"{}\"", null, "a\nb"))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"WARN\","
                + "\"logger\":\"dev.ichnos.collector.Collector\",\"thread\":\"t\","
                + "\"message\":\"say \\\"a\\nb\\\"\"}\n");
  }

  @Test
  void encode_jsonWithException_addsStack() {
    assertThat(line(true, "no", new IllegalStateException("why")))
        .contains("\"error\":\"java.lang.IllegalStateException: why")
        .endsWith("}\n");
  }

  @Test
  void configurator_isTheOneInUse() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("ROOT").getAppender(LogConfigurator.APPENDER)).isNotNull();
  }

  private static String line(
      boolean json, String message, @Nullable Throwable thrown, Object... arguments) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            LogEncoderTest.class.getName(),
            context.getLogger("dev.ichnos.collector.Collector"),
            Level.WARN,
            message,
            thrown,
            arguments);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    event.setThreadName("t");
    return new String(new LogEncoder(json).encode(event), StandardCharsets.UTF_8);
  }
}
