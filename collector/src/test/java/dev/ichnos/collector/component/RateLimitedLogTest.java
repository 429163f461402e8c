package dev.ichnos.collector.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = new LoggerContext().getLogger("test");
  private final RateLimitedLog log = new RateLimitedLog(logger, now::get, Duration.ofNanos(60));

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @Test
  void warn_first_isWritten() {
    log.warn("gzip", "broken gzip from {}", "10.0.0.1");

    assertThat(written()).containsExactly("broken gzip from 10.0.0.1");
  }

  @Test
  void warn_manyInAMinute_areCounted() {
    for (int i = 0; i < 5; i++) {
      log.warn("gzip", "broken gzip {}", i);
    }
    now.addAndGet(60);
    log.warn("gzip", "broken gzip {}", 5);

    assertThat(written())
        .containsExactly(
            "broken gzip 0", "broken gzip 5 (and 4 more of this kind since the last such line)");
  }

  @Test
  void warn_otherKind_isWrittenToo() {
    log.warn("a", "a");
    log.warn("b", "b");

    assertThat(written()).containsExactly("a", "b");
  }

  @Test
  void warn_exceptionAsLast_isKept() {
    log.warn("a", "failed: {}", "x", new IllegalStateException("why"));

    assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("why");
  }

  @Test
  void warn_endlessKinds_areBounded() {
    for (int i = 0; i < 10 * RateLimitedLog.MAX_KINDS; i++) {
      log.warn("kind " + i, "x");
    }

    assertThat(written()).hasSize(RateLimitedLog.MAX_KINDS + 1);
  }

  @Test
  void flush_tellsWhatWasHeldBackOnce() {
    log.warn("a", "a");
    log.warn("a", "a");
    log.flush();
    log.flush();

    assertThat(written()).containsExactly("a", "a: 1 more since the last such line");
  }

  private List<String> written() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
